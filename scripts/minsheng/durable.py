"""Writing files so that a crash leaves the old one or the new one, whole. Needs nothing but the standard library."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_CLONE = 0x40049409
"""The request that lets two files share their blocks until one is written to (FICLONE of Linux)."""
_HERE, _EXCHANGE = -100, 2


def staged(path: Path) -> Path:
    """Return the name beside a path under which its successor is prepared."""
    return path.with_name(f".{path.name}.next")


def sync(path: Path) -> None:
    """Bring a file or a folder's list of names onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Bring a folder and everything in it onto the disk."""
    for place, _, names in os.walk(folder):
        for name in names:
            if not os.path.islink(path := Path(place, name)):
                sync(path)
        sync(Path(place))


def write_text(path: Path, text: str) -> None:
    """Write a text file, as UTF-8, in one step."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file in one step; the old one stays where that fails."""
    stage_bytes(path, content)
    os.replace(staged(path), path)


def stage_bytes(path: Path, content: bytes) -> None:
    """Write a file's successor beside it, onto the disk."""
    try:
        with staged(path).open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            staged(path).unlink(missing_ok=True)
        raise


def write_tree(folder: Path, texts: Mapping[str, str]) -> None:
    """Write a folder of text files in the place of another, in one step where the system can.

    Args:
        folder: the folder.
        texts: by path in it.
    """
    fresh = staged(folder)
    remove(fresh)
    try:
        for name, text in texts.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        sync_tree(fresh)
        put_in_place(fresh, folder)
    except BaseException:
        with suppress(OSError):
            remove(fresh)
        raise


def append_line(path: Path, line: str) -> None:
    """Add a line to a file, onto the disk; a line that a crash cut short stays a line of its own."""
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                line = f"\n{line}"
        file.write(f"{line}\n".encode())
        file.flush()
        os.fsync(file.fileno())


def append_rows(path: Path, header: str, lines: str) -> None:
    """Add whole lines to a file with a header, onto the disk, in one write that is there as a whole or not at all.

    A last line that a crash cut short gives way: nobody was told that it is there. Several processes may do so at once.

    Args:
        path: the file; made with its folder where it is missing.
        header: its first line.
        lines: what to add; every line ends.

    Raises:
        OSError: there is no room or no right; the file is as it was, but for the line that was cut short.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    with path.open("ab+", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        end = file.read().rfind(b"\n") + 1
        file.truncate(end)
        content = (lines if end else f"{header}\n{lines}").encode()
        try:
            if file.write(content) != len(content):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(file.fileno())
        except OSError:
            file.truncate(end)
            raise
    if is_new:
        sync(path.parent)


def copy(source: Path, target: Path) -> None:
    """Copy a file, onto the disk, sharing blocks where the file system can; never the same inode."""
    target.unlink(missing_ok=True)
    try:
        with source.open("rb") as old, target.open("xb") as new:
            try:
                fcntl.ioctl(new.fileno(), _CLONE, old.fileno())
            except OSError:
                shutil.copyfileobj(old, new, 1 << 22)
            new.flush()
            os.fsync(new.fileno())
    except OSError:
        with suppress(OSError):
            target.unlink(missing_ok=True)
        raise


def stage_link(link: Path, target: str) -> None:
    """Prepare a symbolic link beside the one that it will replace."""
    staged(link).unlink(missing_ok=True)
    staged(link).symlink_to(target)


def exchange(one: Path, other: Path) -> None:
    """Let two names of whatever kind trade places, in one step where the system can.

    Raises:
        OSError: a name is missing or may not be changed.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    names = (_HERE, os.fsencode(one), _HERE, os.fsencode(other))
    if hasattr(libc, "renameat2") and libc.renameat2(*names, _EXCHANGE) == 0:
        return
    aside = other.with_name(f".{other.name}.aside")
    os.rename(other, aside)
    os.rename(one, other)
    os.rename(aside, one)


def put_in_place(fresh: Path, path: Path) -> None:
    """Put a finished file or folder in the place of whatever is there; both lie in the same folder."""
    if os.path.lexists(path) and (_is_folder(fresh) or _is_folder(path)):
        exchange(fresh, path)
        remove(fresh)
    else:
        os.replace(fresh, path)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def remove(path: Path) -> None:
    """Remove a file, a link or a folder with all that is in it; nothing there is fine."""
    if _is_folder(path):
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def marks(path: Path) -> list[int]:
    """Return what a file system says of a file; equal marks mean an untouched file."""
    stat = path.stat()
    return [stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]
