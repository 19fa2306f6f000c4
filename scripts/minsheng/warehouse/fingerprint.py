"""What a warehouse is built from, and what of it has changed. Needs nothing but the standard library."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from minsheng.messages import Message
from minsheng.paths import landing, root

PLACES = ("seeds", "models", "macros", "profiles", "tests/dbt", "gx", "scripts/minsheng")
FILES = ("dbt_project.yml", "pyproject.toml", "requirements.lock")
_ROW_BYTES = 8
_LARGEST_BY_ROW = 1 << 24


def files() -> dict[str, Path]:
    """Return every input file by its name: a path relative to the project, `data/landing/...` for what has landed."""
    named = {name: root() / name for name in FILES}
    for place in PLACES:
        named |= {f"{place}/{_printable(path, root() / place)}": path for path in _within(root() / place)}
    named |= {f"data/landing/{_printable(path, landing())}": path for path in _within(landing())}
    return {name: path for name, path in sorted(named.items()) if path.is_file()}


def _within(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder, onerror=_unless_missing):
        folders[:] = [name for name in folders if name != "__pycache__" and not name.startswith(".")]
        yield from (Path(place, name) for name in names if not name.startswith("."))


def _unless_missing(error: OSError) -> None:
    """A folder that cannot be read is no empty folder."""
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        raise error


def _printable(path: Path, folder: Path) -> str:
    """Return a path in a folder as text that can be written down; bytes that are no UTF-8 are escaped."""
    return os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "backslashreplace")


def digests() -> dict[str, str]:
    """Return the SHA-256 of every input file."""
    found = {}
    for name, path in files().items():
        with path.open("rb") as file:
            found[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def combined(found: Mapping[str, str]) -> str:
    """Return one fingerprint of all inputs."""
    return hashlib.sha256("".join(f"{digest} {name}\n" for name, digest in sorted(found.items())).encode()).hexdigest()


def code(found: Mapping[str, str]) -> str:
    """Return the fingerprint of what is not data, 12 characters."""
    return combined({name: digest for name, digest in found.items() if not name.endswith((".csv", ".parquet"))})[:12]


def rows(path: Path) -> bytes:
    """Return a short digest of every line of a CSV file, one after the other; empty for a large or another file."""
    if path.suffix != ".csv" or path.stat().st_size > _LARGEST_BY_ROW:
        return b""
    lines = path.read_bytes().splitlines()
    return b"".join(hashlib.blake2b(line, digest_size=_ROW_BYTES).digest() for line in lines)


def changes(before: Mapping[str, tuple[str, bytes]], now: Mapping[str, str]) -> list[str]:
    """Name what has changed.

    Args:
        before: digest and row digests of every input of the last build, by name.
        now: digests of today.

    Returns:
        For example "3 rows of seeds/plans/wenling-2023.csv", "model mart_target_progress", "new: macros/a.sql".
    """
    named = files()
    found: list[str] = [Message("new: {what}", what=_described(name)) for name in now if name not in before]
    found += [Message("gone: {what}", what=_described(name)) for name in before if name not in now]
    for name, digest in now.items():
        if name in before and before[name][0] != digest:
            count = _changed_rows(before[name][1], rows(named[name])) if name in named else 0
            changed = Message("{count} row of {file}", "{count} rows of {file}", count=count, file=name)
            found.append(changed if count else _described(name))
    return sorted(found)


def _described(name: str) -> str:
    kind, _, _ = name.partition("/")
    if name.endswith(".sql") and kind == "models":
        return Message("model {name}", name=Path(name).stem)
    return name


def _changed_rows(before: bytes, now: bytes) -> int:
    """Return how many lines are new or changed, else how many are gone; 0 where only their order changed."""
    old, new = (
        Counter(text[n : n + _ROW_BYTES] for n in range(0, len(text), _ROW_BYTES)) if text else None
        for text in (before, now)
    )
    if old is None or new is None:
        return 0
    return (new - old).total() or (old - new).total()
