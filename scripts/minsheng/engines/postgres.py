"""PostgreSQL, through DuckDB's own client, found by the variables of PostgreSQL's clients (PGHOST and the others)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from minsheng.engines.engine import EngineError, tables
from minsheng.inputs import acceptance
from minsheng.messages import Message
from minsheng.sql import literal, quoted
from minsheng.text import hinted

if TYPE_CHECKING:
    import duckdb


class Postgres:
    """Rows go both ways in bulk (COPY)."""

    def load(self, inputs: Path) -> None:
        """Make the source tables hold the accepted rows, and no others: in one transaction, by file."""
        with _connected() as connection:
            connection.execute(
                "begin; create schema if not exists engine.inputs;"
                " create table if not exists engine.inputs.loaded_file (kind varchar, file varchar, digest varchar);"
                " create table if not exists engine.inputs.loaded (digest varchar)"
            )
            for kind in tables(inputs):
                _renew(connection, kind, f"read_parquet({quoted(f'{literal(inputs / kind)}/*.parquet')})")
            connection.execute(
                "delete from engine.inputs.loaded;"
                f" insert into engine.inputs.loaded values ({quoted(acceptance.rows_digest(inputs))}); commit"
            )

    def write(self, relations: list[str], folder: Path) -> None:
        """Write relations as Parquet, a file each."""
        with _connected() as connection:
            for relation in relations:
                connection.execute(f"copy (from engine.{relation}) to {quoted(folder / f'{relation}.parquet')}")


@contextmanager
def _connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """Attach the database as `engine`; its client comes with a package, nothing is downloaded."""
    import duckdb

    try:
        (client,) = Path(str(files("duckdb_extension_postgres_scanner"))).rglob("*.duckdb_extension")
    except ModuleNotFoundError as error:
        message = Message(
            "{what} needs a package that is not installed: {package}", what="PostgreSQL", package=error.name
        )
        raise EngineError(hinted(message, "pip install 'minsheng[postgres]'")) from error
    try:
        with duckdb.connect() as connection:
            connection.execute(f"load {quoted(client)}; attach '' as engine (type postgres)")
            yield connection
    except duckdb.Error as error:
        hint = Message("PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD say where it is")
        raise EngineError(hinted(f"PostgreSQL: {str(error).strip().splitlines()[0]}", hint)) from error


def _renew(connection: duckdb.DuckDBPyConnection, kind: str, rows: str) -> None:
    """Make a source table hold some rows: those of a file are replaced where any of them differs.

    Args:
        connection: with the database attached as `engine`.
        kind: name of the table.
        rows: what gives the rows, as SQL; their columns `file` and `line` say where each comes from.
    """
    table = f"engine.inputs.{kind}"
    connection.execute(f"create table if not exists {table} as from {rows} limit 0")
    if _columns(connection, table) != _columns(connection, rows):
        connection.execute(f"drop table {table} cascade; create table {table} as from {rows} limit 0")
        connection.execute(f"delete from engine.inputs.loaded_file where kind = {quoted(kind)}")
    known = f"select kind, file, digest from engine.inputs.loaded_file where kind = {quoted(kind)}"
    connection.execute(
        f"create or replace temp table digests as select {quoted(kind)} as kind, file,"
        f" cast(sum(hash(given)) as varchar) as digest from {rows} as given group by file;"
        f"create or replace temp table others as select file from ({known} except from digests)"
        f" union select file from (from digests except {known});"
        f"delete from {table} where file in (from others);"
        f"delete from engine.inputs.loaded_file where kind = {quoted(kind)} and file in (from others);"
        f"insert into {table} from {rows} where file in (from others);"
        "insert into engine.inputs.loaded_file from digests where file in (from others)"
    )


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    return [row[0] for row in connection.execute(f"describe from {relation}").fetchall()]
