"""Taking rows in: from an input file into Parquet, as dbt reads them.

Little is put right on the way, and never a name, a code or a figure: what programs write for true and false, and
characters in free text that cannot be seen.

A Parquet file says which input file it is of and the checksum of that; its own checksum is in its name. So a later
check may take the rows of an unchanged file from there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from minsheng import durable
from minsheng.inputs import readers
from minsheng.inputs.contract import Contract
from minsheng.inputs.rules import HIDDEN
from minsheng.inputs.violations import Violation, character, name
from minsheng.messages import Message, joined
from minsheng.sql import literal, quoted


class Intake:
    """The rows of one kind, as they come in."""

    def __init__(self, rules: Contract, folder: Path) -> None:
        """Begin with no rows.

        Args:
            rules: the contract of the kind.
            folder: the rows are written here, one Parquet file per input file: NNNNN-<its SHA-256>.parquet.
        """
        self.violations: list[Violation] = []
        self.notices: list[str] = []
        self.rows = 0
        self._rules = rules
        self._folder = folder
        self._schema = pa.schema([(column, pa.string()) for column in [*rules.names, "file"]] + [("line", pa.int64())])
        folder.mkdir(parents=True)
        self._written = 0
        pq.write_table(self._schema.empty_table(), self._next())

    def take(self, path: Path) -> None:
        """Read a file and write its rows; what is wrong with its form becomes a violation."""
        form = readers.Form(path)
        shown = name(path)
        removed: dict[str, Removed] = {}
        part = self._next()
        with pq.ParquetWriter(part, self._schema, compression="zstd") as writer:
            for table in readers.read(path, self._rules, form):
                columns = [
                    self._mended(table.column(column.name), column.type, table.column("line"), column.name, removed)
                    for column in self._rules.columns
                ]
                file = pa.repeat(shown, table.num_rows)
                writer.write_table(pa.table([*columns, file, table.column("line")], schema=self._schema))
                self.rows += table.num_rows
            notices = {column: vars(found) for column, found in removed.items()}
            origin = {"file": shown, "sha256": durable.sha256(path), "notices": json.dumps(notices)}
            writer.add_key_value_metadata(origin)
        part.rename(part.with_name(f"{part.stem}-{durable.sha256(part)}.parquet"))
        self.violations += form.violations()
        self.notices += _notices(shown, removed)

    def keep(self, part: Path) -> None:
        """Take the rows of a file from where an earlier check has written them, as `accepted` returns it."""
        kept = self._next().with_name(f"{self._written - 1:05}-{digest(part)}.parquet")
        try:
            os.link(part, kept)
        except OSError:
            durable.copy(part, kept)
        self.rows += pq.read_metadata(kept).num_rows
        origin = _origin(kept)
        removed = {column: Removed(**found) for column, found in json.loads(origin["notices"]).items()}
        self.notices += _notices(origin["file"], removed)

    def _next(self) -> Path:
        self._written += 1
        return self._folder / f"{self._written - 1:05}.parquet"

    def _mended(
        self, values: pa.ChunkedArray, kind: str, lines: pa.ChunkedArray, column: str, removed: dict[str, Removed]
    ) -> pa.ChunkedArray:
        if kind == "boolean":
            return pc.utf8_lower(values)
        if kind != "free_text":
            return values
        is_hidden = pc.fill_null(pc.match_substring_regex(values, f"[{HIDDEN}]"), False)
        if not pc.any(is_hidden).as_py():
            return values
        found = removed.setdefault(column, Removed(pc.min(lines.filter(is_hidden)).as_py()))
        cleaned = pc.replace_substring_regex(values, f"[{HIDDEN}]", "")
        found.add(values.filter(is_hidden), cleaned.filter(is_hidden))
        return pc.if_else(pc.equal(cleaned, ""), None, cleaned)


@dataclass
class Removed:
    """The characters that were taken out of a column."""

    line: int
    """The first line with one."""
    signs: str = ""
    rows: int = 0

    def add(self, before: pa.ChunkedArray, after: pa.ChunkedArray) -> None:
        """Add those of which the texts before have more than after."""
        self.rows += len(before)
        signs = set(self.signs)
        for old, new in zip(before.to_pylist(), after.to_pylist(), strict=True):
            signs |= set(old) - set(new)
        self.signs = "".join(sorted(signs))

    def __str__(self) -> Message:
        """Which they were, and in how many rows."""
        signs = ", ".join(map(character, self.signs[:3]))
        if (more := len(self.signs) - 3) > 0:
            signs = Message("{names} and {count} more", names=signs, count=more)
        return Message(
            "{characters} cannot be seen and was removed",
            "{characters} cannot be seen and was removed, in {count} rows",
            characters=signs,
            count=self.rows,
        )


def _notices(file: str, removed: Mapping[str, Removed]) -> list[Message]:
    return [joined(": ", [f"{file}:{found.line}", column, found]) for column, found in removed.items()]


def accepted(folder: Path, digests: Mapping[str, str]) -> dict[str, Path]:
    """Return where an earlier check, of the same code and reference files, has written the rows of unchanged files.

    Args:
        folder: the rows of that check, `<kind>/NNNNN-<SHA-256>.parquet`; what is not as it was written is left out.
        digests: SHA-256 of input files by their name in messages.
    """
    found = {}
    for part in sorted(folder.glob("*/*-*.parquet")):
        if durable.sha256(part) == digest(part):
            origin = _origin(part)
            if digests.get(origin["file"]) == origin["sha256"]:
                found[origin["file"]] = part
    return found


def digest(part: Path) -> str:
    """Return the SHA-256 that a file of accepted rows has in its name; '' where it has none."""
    return part.stem.partition("-")[2]


def size(part: Path) -> tuple[str, int]:
    """Return the name in messages of the input file that a file of accepted rows is of, and how many they are."""
    return _origin(part)["file"], pq.read_metadata(part).num_rows


def _origin(part: Path) -> dict[str, str]:
    metadata: dict[bytes, bytes] = pq.read_metadata(part).metadata
    return {key: metadata[key.encode()].decode() for key in ("file", "sha256", "notices")}


def rows_digest(folder: Path) -> str:
    """Return one text for all accepted rows, whatever their order, as macros/proof.sql makes it.

    Args:
        folder: a folder of Parquet files for each kind.
    """
    import duckdb

    kinds = sorted(place for place in folder.iterdir() if place.is_dir())
    each = " union all ".join(
        f"select {quoted(kind.name)} as kind, count(*) as n, bit_xor(hash(t)) as h"
        f" from read_parquet({quoted(f'{literal(kind)}/*.parquet')}) as t"
        for kind in kinds
    )
    with duckdb.connect() as connection:
        query = f"select md5(string_agg(concat_ws(' ', kind, n, h), ',' order by kind)) from ({each})"
        ((found,),) = connection.execute(query).fetchall()
    return str(found)
