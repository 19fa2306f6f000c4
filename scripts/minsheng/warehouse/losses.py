"""Rows cannot vanish unseen: what the check has accepted, compared with what the published build was made from.

A landing folder that is not mounted, a misspelt name, a file cut short: each is sound by itself, and rows that were
published would be gone. Values are known by their identifier, so that a row which has moved to another file is no
loss. Rows of a reference file are known by their key; where there are as many of a kind as before, they were changed,
not lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from minsheng import memory, paths
from minsheng.inputs import acceptance, contract, united
from minsheng.inputs.violations import name
from minsheng.messages import Message, joined
from minsheng.sql import literal, quoted
from minsheng.warehouse import fingerprint

if TYPE_CHECKING:
    import duckdb

MOST_ROWS, MOST_SHARE = 4, 0.1
"""What a file may lose without being asked for: up to four rows, or up to a tenth of them; never all."""
NAMED = 3
"""Lost rows that a message names."""

_VALUES = united.KINDS


@dataclass(frozen=True)
class Loss:
    """Rows of a file that the published build holds and the next one would not."""

    file: str
    gone: int
    rows: int
    """Rows that the file had."""
    first: tuple[str, ...] = ()
    """Identifiers or keys of the first ones, where they are known."""

    @property
    def is_grave(self) -> bool:
        """Whether it has to be asked for."""
        return self.gone == self.rows or (self.gone > MOST_ROWS and self.gone > MOST_SHARE * self.rows)

    def __str__(self) -> Message:
        """How many rows are missing, and the first of them."""
        message = Message(
            "{file}: {gone} of {count} published row missing",
            "{file}: {gone} of {count} published rows missing",
            file=self.file,
            gone=self.gone,
            count=self.rows,
        )
        more = ", …" if self.gone > len(self.first) else ""
        return joined(": ", [message, ", ".join(self.first) + more]) if self.first else message


def find(before: Path, now: Path, counted_before: Mapping[str, int]) -> list[Loss]:
    """Return what is missing, per file, in order of file.

    Args:
        before: folder of the rows that the published build was made from, `<kind>/NNNNN.parquet` with file and line.
        now: folder of the rows that the check has just accepted.
        counted_before: rows per file of the published build, for where the folder is gone.
    """
    import duckdb

    if not before.is_dir():
        return sorted(_by_count(counted_before, counts(now)), key=lambda loss: loss.file)
    losses: list[Loss] = []
    with duckdb.connect(config=memory.config()) as connection:
        connection.execute(f"set temp_directory = {quoted(now / '.spilled')}")
        for kind in sorted(place.name for place in before.iterdir() if place.is_dir()):
            losses += _of_kind(connection, kind, before, now)
    return sorted(losses, key=lambda loss: loss.file)


def counts(folder: Path) -> dict[str, int]:
    """Return the rows that each input file brought, by its name in messages."""
    import duckdb

    found: dict[str, int] = {}
    with duckdb.connect() as connection:
        for place in sorted(folder.iterdir()):
            if place.is_dir():
                found |= _counted(connection, place)
    return found


def by_input(counted: Mapping[str, int]) -> dict[str, int]:
    """Return rows per file by the name under which the history knows the file."""
    return {known: counted[name(path)] for known, path in fingerprint.files().items() if name(path) in counted}


def by_file(counted: Mapping[str, int]) -> dict[str, int]:
    """Return rows per file by its name in messages, of a file that is gone as well."""
    landed = "data/landing/"
    return {
        name(paths.landing() / known.removeprefix(landed)) if known.startswith(landed) else known: rows
        for known, rows in counted.items()
    }


def _of_kind(connection: duckdb.DuckDBPyConnection, kind: str, before: Path, now: Path) -> Iterator[Loss]:
    import duckdb

    kinds = [one for one in (_VALUES if kind in _VALUES else (kind,)) if (now / one).is_dir()]
    had = _counted(connection, before / kind)
    has: dict[str, int] = {}
    for one in kinds:
        has |= _counted(connection, now / one)
    key = _key(kind)
    if not has or not key:
        yield from _by_count(had, has)
        return
    if kind not in _VALUES and sum(had.values()) <= sum(has.values()):
        return
    # A key is in one row only: what is in a part that has not changed was nowhere else, and is nowhere else.
    old = _parts(before / kind)
    new = [part for one in kinds for part in _parts(now / one)]
    same = {acceptance.digest(part) for part in old} & {acceptance.digest(part) for part in new} - {""}
    old, new = ([part for part in parts if acceptance.digest(part) not in same] for parts in (old, new))
    if not old:
        return
    text = f"concat_ws(' / ', {', '.join(key)})"
    nothing = "select null as key limit 0"
    try:
        found = connection.execute(
            f"with before as (select file, line, {text} as key from {_rows(old)}),"
            f" now as ({f'select distinct {text} as key from {_rows(new)}' if new else nothing})"
            " select file, count(*) filter (now.key is null) as gone, count(*),"
            f" arg_min(before.key, line, {NAMED}) filter (now.key is null)"
            " from before left join now on before.key = now.key group by file having gone > 0"
        ).fetchall()
    except duckdb.BinderException:  # the key has changed its columns since
        yield from _by_count(had, has)
        return
    for file, gone, rows, first in found:
        yield Loss(file, gone, rows, tuple(first))


def _by_count(had: Mapping[str, int], has: Mapping[str, int]) -> Iterator[Loss]:
    """Yield the files that brought more rows, unless others bring as many more."""
    gone = {file: rows - has.get(file, 0) for file, rows in had.items() if rows > has.get(file, 0)}
    come = sum(max(0, rows - had.get(file, 0)) for file, rows in has.items())
    if sum(gone.values()) > come:
        for file, rows in gone.items():
            yield Loss(file, rows, had[file])


def _counted(connection: duckdb.DuckDBPyConnection, place: Path) -> dict[str, int]:
    """Return the rows of each input file in a folder; a part that says which one it is of is not read."""
    parts = _parts(place)
    others = [part for part in parts if not acceptance.digest(part)]
    found: dict[str, int] = {}
    if others:
        found |= connection.execute(f"select file, count(*) from {_rows(others)} group by file").fetchall()
    found |= (acceptance.size(part) for part in parts if acceptance.digest(part))
    return {file: rows for file, rows in found.items() if rows}


def _parts(place: Path) -> list[Path]:
    return sorted(place.glob("*.parquet"))


def _rows(parts: list[Path]) -> str:
    return f"read_parquet([{', '.join(quoted(literal(part)) for part in parts)}], union_by_name = true)"


def _key(kind: str) -> tuple[str, ...]:
    """Return the columns that a row of a kind is known by; none where the kind has no contract any more."""
    if kind in _VALUES:
        return ("value_id",)
    path = paths.root() / f"seeds/reference/{kind}.csv"
    if not path.with_suffix(".yml").exists():
        return ()
    rules = contract.reference(path)
    return rules.key or next(((column.name,) for column in rules.columns if column.unique), ())
