"""Reading input files as text, each row with its line.

A sound file is read by DuckDB alone. A file that DuckDB refuses, or whose rows and lines do not tally, is read line by
line instead: its sound lines are kept, the others are reported.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from minsheng.contract import Contract
from minsheng.sql import quoted
from minsheng.violations import Violation, name, short

if TYPE_CHECKING:
    import polars as pl

ROW = r'^(?:[^",]*|"(?:[^"]|"")*")(?:,(?:[^",]*|"(?:[^"]|"")*"))*$'
_numbers = count(1)
_TRIED = 1 << 24
"""Bytes up to which a file is read on trial first."""


def table(connection: duckdb.DuckDBPyConnection, path: Path, rules: Contract, faults: list[Violation]) -> str:
    """Read a CSV file into a table of the connection.

    Returns:
        The table's name: the columns of the contract that the file has, all text, and file, line. Faults of form are
        added to `faults`.
    """
    into = f"file_{next(_numbers)}"

    def create(select: str) -> int:
        connection.execute(f"create or replace table {into} as {select}")
        return (connection.execute(f"select count(*) from {into}").fetchone() or (0,))[0]

    if csv(connection, path, rules, faults, create):
        connection.execute(f"alter table {into} add column line bigint")
        connection.execute(f"update {into} set line = rowid + 2")
    return into


def csv(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    rules: Contract,
    faults: list[Violation],
    write: Callable[[str], int],
) -> bool:
    """Read a CSV file and write its rows.

    Args:
        connection: reads and writes.
        path: the file.
        rules: its contract.
        faults: faults of form are added here.
        write: writes the rows of a query and returns their number; called anew with the sound lines of an unsound file.

    Returns:
        Whether the file is sound: its rows, without a column line, were written in order of its lines. The rows of an
        unsound file have that column.
    """
    with path.open("rb") as file:
        header = file.readline().decode("utf-8-sig", errors="replace").rstrip("\r\n").split(",")
    faults += _header_faults(path, header, rules)
    columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(len(header)))
    names = {column: f"c{n} as {column}" for n, column in reversed(list(enumerate(header))) if column in rules.names}
    select = (
        f"select {', '.join([*names.values(), quoted(name(path)) + ' as file'])} from read_csv({quoted(path)},"
        " auto_detect = false, header = false, skip = 1, delim = ',', quote = '\"', escape = '\"', strict_mode = true,"
        f" null_padding = false, columns = {{{columns}}})"
    )
    lines = _line_count(path) - 1
    if path.stat().st_size > _TRIED or _reads_whole(select, lines):
        try:
            if write(select) == lines:
                return True
        except duckdb.InvalidInputException:
            pass
    connection.register("sound_lines", _sound_lines(path, header, rules, faults).to_arrow())
    write("select * from sound_lines")
    connection.unregister("sound_lines")
    return False


def _reads_whole(select: str, lines: int) -> bool:
    """Return whether DuckDB reads as many rows as there are lines.

    Tried on a connection of its own: on some stray quotes DuckDB fails with an internal error, which ends a connection.
    """
    with duckdb.connect() as trial:
        try:
            trial.execute(f"create table trial as {select}")
            return trial.execute("select count(*) from trial").fetchone() == (lines,)
        except duckdb.Error:
            return False


def parquet(connection: duckdb.DuckDBPyConnection, path: Path, rules: Contract, faults: list[Violation]) -> str | None:
    """Return the query that reads a Parquet file as text, in order of its rows, or None where it cannot be read."""
    try:
        header = [c for c, *_ in connection.execute(f"describe from read_parquet({quoted(path)})").fetchall()]
    except duckdb.Error as error:
        found = f"a file that cannot be read ({str(error).splitlines()[0]})"
        faults.append(Violation(name(path), 1, "", found, "a Parquet file"))
        return None
    faults += _header_faults(path, header, rules)
    names = [f"cast({column} as varchar) as {column}" for column in header if column in rules.names]
    columns = ", ".join([*names, quoted(name(path)) + " as file", "file_row_number + 1 as line"])
    return f"select {columns} from read_parquet({quoted(path)}, file_row_number = true)"


def _header_faults(path: Path, header: list[str], rules: Contract) -> list[Violation]:
    faults = [
        Violation(name(path), 1, missing, "no such column", "the column of the contract")
        for missing in rules.names
        if missing not in header
    ]
    expected = f"only the columns of the contract: {', '.join(rules.names)}"
    faults += [
        Violation(name(path), 1, short(extra), "an extra column", expected)
        for extra in header
        if extra not in rules.names or header.count(extra) > 1
    ]
    return faults


def _line_count(path: Path) -> int:
    """Return the number of lines of a file; the last one may lack its line end."""
    lines, last = 0, b"\n"
    with path.open("rb") as file:
        while block := file.read(1 << 24):
            lines += block.count(b"\n")
            last = block[-1:]
    return lines + (last != b"\n")


def _sound_lines(path: Path, header: list[str], rules: Contract, faults: list[Violation]) -> pl.DataFrame:
    """Read the sound lines of a file as text, with columns file and line; report the others."""
    import polars as pl

    where = name(path)
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{raw[error.start]:02x}, which is not UTF-8"
        faults.append(Violation(where, line, "", found, "a file saved as UTF-8"))
        text = raw.decode("utf-8", errors="replace")

    lines = pl.DataFrame({"text": [text.removesuffix("\n")]}).select(pl.col("text").str.split("\n").explode())
    lines = lines.with_columns(pl.col("text").str.strip_suffix("\r")).with_row_index("line", 1)
    sound = pl.col("text").str.contains(ROW) & (pl.col("text") != "")
    for line, row in lines.filter(~sound).head(100).iter_rows():
        found = "an empty line" if row == "" else f"a stray quote in {short(row)}"
        expected = (
            "a row"
            if row == ""
            else 'fields with commas or quotes inside "…", quotes doubled, no line break in a field'
        )
        faults.append(Violation(where, line, "", found, expected))

    fields = pl.col("text").str.replace_all(r'"(?:[^"]|"")*"', "").str.count_matches(",") + 1
    lines = lines.filter(sound).with_columns(fields.alias("fields"))
    wrong = lines.filter(pl.col("fields") != len(header)).head(100)
    for line, row, found in wrong.select("line", "text", "fields").iter_rows():
        faults.append(Violation(where, line, "", f"{found} fields in {short(row)}", f"{len(header)} fields"))
    body = lines.filter((pl.col("fields") == len(header)) & (pl.col("line") > 1))
    rows = "\n".join([",".join(f"c{n}" for n in range(len(header))), *body["text"]]) + "\n"
    frame = pl.read_csv(rows.encode(), infer_schema=False, empty_string_is_null=False)
    frame = frame.rename(
        {f"c{n}": column for n, column in reversed(list(enumerate(header))) if header.index(column) == n}
    )
    return frame.select([column for column in rules.names if column in header]).with_columns(
        pl.lit(where).alias("file"), body["line"].cast(pl.Int64)
    )
