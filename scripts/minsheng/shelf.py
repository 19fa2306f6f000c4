"""The files around the published warehouse: what is published, what is kept, who is building.

    minsheng.duckdb        the published warehouse, read-only; a hard link to its build
    published.json         what it is: build, fingerprint of its inputs, and the file's own marks
    exports -> builds/<build_id>/exports
    builds/<build_id>/     every build that is kept
    builds/attempts.jsonl  every attempt, as it began and as it ended
    last_attempt.json      how the last attempt ended, also one that found nothing to do
    .lock                  held while one builds

Needs nothing but the standard library, so that an unchanged refresh costs no more than it must.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from minsheng import project


class Locked(Exception):
    """Another process is building."""

    exit_code = 3


def home() -> Path:
    """Return the folder of the published warehouse."""
    return project.warehouse().parent


def builds() -> Path:
    """Return the folder of the kept builds."""
    return home() / "builds"


def log_beside(warehouse: Path) -> Path:
    """Return the place of a warehouse's write-ahead log."""
    return warehouse.with_name(warehouse.name + ".wal")


def now() -> str:
    """Return the time, UTC, as ISO 8601 to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_build_id() -> str:
    """Return an identifier of the moment, UTC; identifiers sort by time."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")


# What is published


def published() -> dict[str, Any] | None:
    """Return what published.json says, or None where it does not speak of the file that is there."""
    try:
        said = json.loads((home() / "published.json").read_text("utf-8"))
        return said if said["marks"] == _marks(project.warehouse()) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def mark_published(build_id: str, fingerprint: str, held: str | None = None) -> None:
    """Write published.json for the warehouse that is there.

    Args:
        build_id: the build that it is.
        fingerprint: of its inputs.
        held: fingerprint of inputs that are not to be published again, after a rollback.
    """
    said = {
        "build_id": build_id,
        "fingerprint": fingerprint,
        "held": held,
        "published_at": now(),
        "marks": _marks(project.warehouse()),
    }
    write_text(home() / "published.json", json.dumps(said, indent=1) + "\n")


def told_unchanged(said: dict[str, Any], today: str) -> str:
    """Return the words for a refresh with nothing to do.

    Args:
        said: what published.json says.
        today: fingerprint of the inputs.
    """
    if today != said["fingerprint"]:
        return f"held at build {said['build_id']} by a rollback until the inputs change; --force builds anyway"
    return f"nothing has changed since build {said['build_id']}, published {said['published_at']}"


def _marks(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_ino, stat.st_size, stat.st_mtime_ns]


def exports_of(build_id: str) -> bool:
    """Return whether data/exports is the one of a build."""
    with suppress(OSError):
        return os.readlink(home() / "exports") == f"builds/{build_id}/exports"
    return False


def publish(build_id: str) -> None:
    """Put a closed build in the place of the published warehouse, in one step, and its exports beside it.

    A crash at any point leaves the old warehouse or the new one, whole; the next refresh puts the rest right.

    Raises:
        RuntimeError: the build was not closed properly.
    """
    warehouse = project.warehouse()
    built = builds() / build_id / warehouse.name
    if log_beside(built).exists():
        raise RuntimeError(f"{built} has an unwritten log: it was not closed properly")
    built.chmod(0o444)
    _sync(built)
    staged = warehouse.with_name(f".{warehouse.name}.next")
    staged.unlink(missing_ok=True)
    _link(built, staged)
    # A log beside the published file is not ours and belongs to the old file: it must not meet the new one.
    log_beside(warehouse).unlink(missing_ok=True)
    os.replace(staged, warehouse)
    if (gate := built.with_name("gate.json")).exists():
        write_text(home() / "gate.json", gate.read_text("utf-8"))
    point_exports(build_id)
    _sync(home())


def point_exports(build_id: str) -> None:
    """Let data/exports be the exports of a build, where it has some."""
    link = home() / "exports"
    if not (builds() / build_id / "exports").is_dir():
        return
    if link.is_dir() and not link.is_symlink():
        os.replace(link, builds() / f"exports-before-{build_id}")
    staged = home() / ".exports.next"
    staged.unlink(missing_ok=True)
    staged.symlink_to(f"builds/{build_id}/exports")
    os.replace(staged, link)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)
        _sync(target)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_text(path: Path, text: str) -> None:
    """Write a file in one step."""
    staged = path.with_name(f".{path.name}.next")
    staged.write_text(text, "utf-8")
    os.replace(staged, path)


# What is kept


def kept() -> list[str]:
    """Return the identifiers of the builds that are kept, oldest first."""
    if not builds().is_dir():
        return []
    return sorted(path.name for path in builds().iterdir() if re.fullmatch(r"\d{8}T\d{12}", path.name))


def prune(keep: int, *but: str) -> None:
    """Remove all but the last builds.

    Args:
        keep: how many stay, besides those named.
        *but: builds that stay whatever their age.
    """
    others = [build_id for build_id in kept() if build_id not in but and not exports_of(build_id)]
    for build_id in others[: max(0, len(others) - keep)]:
        shutil.rmtree(builds() / build_id, ignore_errors=True)


# Who is building


@contextmanager
def lock(wait: float = 0, waiting: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Hold the right to build. The system lets go of it when the process ends, however it ends.

    Args:
        wait: seconds to wait for another process.
        waiting: told once who holds it.

    Raises:
        Locked: another process holds it; the message says who.
    """
    home().mkdir(parents=True, exist_ok=True)
    path = home() / ".lock"
    with path.open("a+", encoding="utf-8") as file:
        give_up = time.monotonic() + wait
        told = False
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= give_up:
                    raise Locked(f"{owner()}; try again later, or wait with --wait SECONDS") from None
                if not told:
                    waiting(owner())
                    told = True
                time.sleep(0.1)
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": now()}))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def owner() -> str:
    """Return who is building, in words."""
    with suppress(OSError, ValueError, KeyError):
        said = json.loads((home() / ".lock").read_text("utf-8"))
        return f"process {said['pid']} on {said['host']} has been building since {said['since']}"
    return "another process is building"


def is_locked() -> bool:
    """Return whether some process is building."""
    with suppress(OSError), (home() / ".lock").open("r", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


# What was tried


def note_attempt(record: dict[str, Any]) -> None:
    """Add a line to the attempts; the last line of a build counts."""
    builds().mkdir(parents=True, exist_ok=True)
    with (builds() / "attempts.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(record, ensure_ascii=False) + "\n")


def attempts() -> list[dict[str, Any]]:
    """Return the attempts in order of their build, each as far as it came."""
    found: dict[str, dict[str, Any]] = {}
    with suppress(OSError):
        for line in (builds() / "attempts.jsonl").read_text("utf-8").splitlines():
            with suppress(ValueError):
                record = json.loads(line)
                found[record["build_id"]] = record
    return [found[build_id] for build_id in sorted(found)]


def note_outcome(status: str, message: str, build_id: str | None = None) -> None:
    """Write how the last attempt ended; a folder that cannot be written to is no reason to fail."""
    said = {"at": now(), "status": status, "message": message, "build_id": build_id}
    with suppress(OSError):
        write_text(home() / "last_attempt.json", json.dumps(said, ensure_ascii=False, indent=1) + "\n")


def last_outcome() -> dict[str, Any] | None:
    """Return how the last attempt ended."""
    said = None
    with suppress(OSError, ValueError):
        said = dict(json.loads((home() / "last_attempt.json").read_text("utf-8")))
    last = next(reversed(attempts()), None)
    if last and last["status"] == "running" and not is_locked() and (not said or last["started_at"] >= said["at"]):
        message = "the process ended before its build did"
        return {"at": last["started_at"], "status": "interrupted", "message": message, "build_id": last["build_id"]}
    return said
