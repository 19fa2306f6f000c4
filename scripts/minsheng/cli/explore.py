"""Commands that read the published warehouse."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minsheng.cli import completion
from minsheng.cli.commands import NewPath, command, completed, format_option, format_option_of
from minsheng.cli.console import complain, echo, fail, notify, open_warehouse
from minsheng.cli.tables import MOST_ROWS, Form, aligned, is_terminal, print_rows, stream
from minsheng.messages import Language, _, language_of_the_user

if TYPE_CHECKING:
    import duckdb


_NO_JSON = "BLOB|BIT|BIGNUM|INTERVAL|UNION|GEOMETRY"
"""Types for which JSON has no form."""


class Format(StrEnum):
    """Output format of a query."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


@command()
@click.argument(
    "sql",
    required=False,
    help="SQL to run, in DuckDB's dialect; - reads it from standard input; without it, a session.",
)
@format_option_of(Format)
@click.option("-o", "--output", type=NewPath(), help="Write to this file instead.")
def query(sql: str | None, output_format: Format, output: Path | None) -> None:
    """Run SQL against the published warehouse, read-only.

    In a terminal, long results open in a pager ($PAGER, else less -S).

    Examples:
        minsheng query "select count(*) from fct_plan_value"
        minsheng query "from fct_target where label like '%护理员%'" --format csv
        minsheng query "from dim_indicator" --format parquet --output indicators.parquet
        minsheng query "select column_name, data_type, comment from duckdb_columns() where table_name = 'fct_target'"
    """
    from minsheng import paths
    from minsheng.cli import shell

    with open_warehouse() as connection:
        if sql is not None:
            _answer(connection, _sql(sql), output_format, output)
        elif output or output_format is not Format.table or not shell.is_interactive():
            fail(_("nothing to run"), hint=_("give SQL, or - to read it from standard input"))
        elif own := shell.native():
            raise click.exceptions.Exit(shell.run_native(own, paths.warehouse()))
        else:
            shell.run(connection, _show, complain)


def _answer(connection: duckdb.DuckDBPyConnection, sql: str, output_format: Format, output: Path | None) -> None:
    import duckdb

    from minsheng.warehouse import hints, statements

    try:
        relations = statements.answer(connection, sql)
        if output_format is Format.table and output is None:
            _show(relations)
        elif len(relations) > 1:
            message = _("there are {count} statements; a file, csv, json and parquet hold the rows of one")
            fail(message.format(count=len(relations)))
        else:
            _write(relations[0], output_format, output)
    except statements.Refused as error:
        fail(str(error))
    except BrokenPipeError:
        raise  # who reads has seen enough, as `head` does
    except (duckdb.OperationalError, duckdb.InternalError, duckdb.FatalException, OSError) as error:
        fail(str(error).strip().partition("\n")[0], 4)
    except duckdb.Error as error:
        fail(hints.explain(error, connection, sql))
    for note in hints.notes(connection, sql):
        notify(_("note: {note}").format(note=note))


def _sql(argument: str) -> str:
    """Return the SQL of an argument, from standard input for `-`."""
    try:
        sql = sys.stdin.buffer.read().decode() if argument == "-" else argument
        sql.encode()
    except UnicodeError:
        fail(_("the SQL is no UTF-8"))
    return sql


def _show(relations: list[duckdb.DuckDBPyRelation]) -> None:
    """Print the rows of statements; of one that fails, and of those behind it, none."""
    from minsheng.cli import pager

    if len(relations) > 1:
        for relation in relations:
            relation.execute()
    for relation in relations:
        if relation.columns == ["explain_key", "explain_value"]:
            echo("\n".join(plan for _, plan in relation.fetchall()))
        elif not is_terminal():
            print_rows(relation.columns, stream(relation), language=Language.en)
        else:
            rows = relation.fetchmany(MOST_ROWS + 1)
            if len(rows) < shutil.get_terminal_size().lines or not pager.show(
                aligned(relation.columns, rows, pager.WIDTH, language=Language.en)
            ):
                print_rows(relation.columns, rows, language=Language.en)


def _write(relation: duckdb.DuckDBPyRelation, output_format: Format, output: Path | None) -> None:
    """Write rows to a file or to standard output.

    A connection to nothing takes them over as Arrow: the one to the warehouse can write no file.
    """
    import duckdb

    if output_format is Format.parquet and output is None and sys.stdout.isatty():
        fail(_("parquet is binary"), hint=_("add --output FILE, or redirect the output"))
    with duckdb.connect() as writer:
        rows = writer.from_arrow(relation.to_arrow_reader())
        match output_format:
            case Format.parquet:
                _write_file(lambda path: rows.write_parquet(path, compression="zstd"), output)
            case Format.table | Format.csv:
                _write_file(_plain(rows).write_csv, output)
            case Format.json:
                text = _json(rows)
                if output:
                    output.write_text(text, "utf-8")
                else:
                    sys.stdout.write(text + "\n")


def _plain(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return rows with decimals as texts without trailing zeros, as `figures.plain` writes them."""
    decimals = [
        f'"{name.replace(chr(34), chr(34) * 2)}"'
        for name, kind in zip(rows.columns, rows.types, strict=True)
        if re.fullmatch(r"DECIMAL\(\d+,[1-9]\d*\)", str(kind))
    ]
    shorter = (rf"regexp_replace({name}::varchar, '\.?0+$', '') as {name}" for name in decimals)
    return rows.project(f"* replace ({', '.join(shorter)})") if decimals else rows


def _json(rows: duckdb.DuckDBPyRelation) -> str:
    """Return rows as a list of objects; decimals, and what JSON has no form for, are texts."""
    from duckdb import ColumnExpression

    columns = [
        ColumnExpression(name).cast("varchar").alias(name) if re.search(_NO_JSON, str(kind)) else ColumnExpression(name)
        for name, kind in zip(rows.columns, rows.types, strict=True)
    ]
    frame = _plain(rows.select(*columns)).pl()
    try:
        return frame.write_json()
    except BaseException as error:  # polars panics over a date that it cannot write
        if type(error).__name__ != "PanicException":
            raise
        message = _("these rows cannot be written as JSON: {error}").format(error=error)
        fail(message, hint=_("choose csv or parquet"))


def _write_file(write: Callable[[str], object], output: Path | None) -> None:
    """Have a file written, or what it would hold printed: /dev/stdout would empty a file that output is appended to."""
    if output:
        write(str(output))
        return
    import shutil
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows"
        write(str(path))
        with path.open("rb") as rows:
            shutil.copyfileobj(rows, sys.stdout.buffer)
    sys.stdout.flush()


@command()
@click.argument(
    "table",
    required=False,
    shell_complete=completed(completion.tables),
    help="A table of the warehouse; without it, all: the views for readers (bi) first, then the marts.",
)
@format_option
def describe(table: str | None, output_format: Form) -> None:
    """Say what a table and its columns hold.

    Examples:
        minsheng describe
        minsheng describe fct_plan_value
    """
    from minsheng.outputs.translations import meaning
    from minsheng.warehouse.catalog import SHOWN, columns_of, unknown

    language = language_of_the_user()
    with open_warehouse() as connection:
        if table is None:
            tables = connection.sql(SHOWN)
            listed = [(name, rows, meaning(name, holds or "", language)) for name, rows, holds in tables.fetchall()]
            print_rows(tables.columns, listed, output_format, drop=("rows",))
            return
        columns = connection.execute(columns_of(table)).fetchall()
        if not columns:
            fail(unknown(table, connection))
        rows = [(name, kind, meaning(name, holds or "", language)) for name, kind, holds in columns]
        print_rows(["column", "type", "holds"], rows, output_format, drop=("type",))
