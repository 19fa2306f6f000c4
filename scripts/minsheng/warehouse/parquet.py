"""Exports: every mart as Parquet that explains itself, and a Data Package that describes them all.

DuckDB writes the files, so a table is never held in memory. A column's description goes into the Arrow schema that
Arrow readers look for in a Parquet file, where it becomes the metadata of the field.

From half a million rows on the facts are one file for each input file, so that a month writes its own and the others
are copied; the views of their parts, whose rows they hold, are then left out.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from minsheng import durable
from minsheng.sql import quoted

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

MEMORY = "1GB"
"""What DuckDB may hold while it writes."""

MOST_IN_ONE_FILE = 500_000
"""Rows of facts from which on they are written by input file."""
_FACTS, _PARTS = "fct_plan_value", ("fct_observation", "fct_target")

_KEYS = ("_code", "_id")
"""Endings of the names that refer to a row of another table (docs/naming.md)."""

_TABLES = """
    with relations as (
        select database_name, schema_name, table_name, comment from duckdb_tables()
        union all
        select database_name, schema_name, view_name, comment from duckdb_views() where not internal
    )
    select schema_name, table_name, coalesce(trim(comment, e' \\n'), '')
    from relations
    where
        database_name = current_database()
        and (schema_name = 'main' or table_name in ('meta_this_build', 'meta_build', 'meta_change'))
    order by table_name
"""
_COLUMNS = """
    select column_name, coalesce(trim(comment, e' \\n'), ''), not is_nullable
    from duckdb_columns()
    where database_name = current_database() and schema_name = {schema} and table_name = {name}
    order by column_index
"""
_KEYS_OF_TABLES = """
    select table_name, constraint_column_names
    from duckdb_constraints()
    where database_name = current_database() and constraint_type = 'PRIMARY KEY'
"""
_TESTED_KEYS = "select table_name, column_names from meta.meta_key"
_SOURCES = """
    select
        title_zh as title, title_en, plan_id, issuer, cast(issued_on as varchar) as issued_on, status,
        source_file, source_sha256
    from dim_plan
    order by plan_id
"""


@dataclass(frozen=True)
class _Column:
    name: str
    description: str
    required: bool


@dataclass(frozen=True)
class _Table:
    relation: str
    """With its schema."""
    name: str
    description: str
    columns: tuple[_Column, ...]
    primary_key: tuple[str, ...]
    schema: pa.Schema
    rows: int
    files: Mapping[str, str]
    """The files that hold its rows, by name: the relation that is written there."""


def file_of(input_file: str) -> str:
    """Return the name of the file with the facts of an input file, by its name in messages."""
    return f"{_FACTS}.{input_file.replace('/', '.')}.parquet"


def export(warehouse: Path, folder: Path, kept: Mapping[str, Path] = MappingProxyType({})) -> dict[str, int]:
    """Write every mart of a warehouse, and what describes them, into a new folder.

    Args:
        warehouse: a built warehouse; it is opened read-only.
        folder: made by this; gets `<table>.parquet` for each table dim_, fct_, bridge_, mart_ and meta_, and
            datapackage.json (Data Package 2.0).
        kept: where an earlier export has written what would be written to a file, by its name.

    Returns:
        Rows per table.

    Raises:
        FileExistsError: the folder is there already.
    """
    import duckdb

    folder.mkdir(parents=True)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        # A thread holds a row group; with a thread for each of many cores the limit would not hold.
        connection.execute(f"set memory_limit = '{MEMORY}'; set threads = 2; set enable_progress_bar = false")
        keys = _keys(connection)
        tables = [_read_table(connection, keys, *found) for found in connection.execute(_TABLES).fetchall()]
        if any(table.name == _FACTS and table.rows > MOST_IN_ONE_FILE for table in tables):
            tables = [_by_file(connection, table) for table in tables if table.name not in _PARTS]
        for table in tables:
            _write(connection, table, folder, kept)
        package = _package(connection)
    package["resources"] = [_resource(table, tables, folder) for table in tables]
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(text + "\n", "utf-8")
    return {table.name: table.rows for table in tables}


def _keys(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return the key of each table: an index, or one that the build has tested."""
    keys = dict(connection.execute(_KEYS_OF_TABLES).fetchall())
    if connection.execute("from duckdb_tables() where schema_name = 'meta' and table_name = 'meta_key'").fetchone():
        keys |= dict(connection.execute(_TESTED_KEYS).fetchall())
    return keys


def _read_table(
    connection: duckdb.DuckDBPyConnection, keys: dict[str, list[str]], schema: str, name: str, description: str
) -> _Table:
    query = _COLUMNS.format(schema=quoted(schema), name=quoted(name))
    columns = tuple(_Column(*found) for found in connection.execute(query).fetchall())
    relation = connection.sql(f'from "{schema}"."{name}"')
    return _Table(
        f'"{schema}"."{name}"',
        name,
        description,
        columns,
        tuple(keys.get(name, ())),
        relation.limit(0).to_arrow_reader().schema,
        len(relation),
        {f"{name}.parquet": f'"{schema}"."{name}"'},
    )


def _by_file(connection: duckdb.DuckDBPyConnection, table: _Table) -> _Table:
    """Return the facts as they are written by input file, any other table as it is."""
    if table.name != _FACTS:
        return table
    found = connection.execute(f"select distinct input_file from {table.relation} order by 1").fetchall()
    rows = {file_of(name): f"(from {table.relation} where input_file = {quoted(name)})" for (name,) in found}
    return replace(table, files=rows)


def _write(connection: duckdb.DuckDBPyConnection, table: _Table, folder: Path, kept: Mapping[str, Path]) -> None:
    """Copy a table to its file or files, with its descriptions in their metadata."""
    descriptions = {column.name: column.description for column in table.columns}
    schema = table.schema
    for n, field in enumerate(schema):
        schema = schema.set(n, field.with_metadata({"description": descriptions[field.name]}))
    metadata = {
        "description": table.description,
        "column_descriptions": json.dumps(descriptions, ensure_ascii=False),
    }
    metadata["ARROW:schema"] = base64.b64encode(schema.with_metadata(metadata).serialize()).decode()
    pairs = ", ".join(f"{quoted(key)}: {quoted(value)}" for key, value in metadata.items())
    options = f"format parquet, compression snappy, kv_metadata {{{pairs}}}"
    for name, rows in table.files.items():
        if name in kept:
            durable.copy(kept[name], folder / name)
        else:
            connection.execute(f"copy {rows} to {quoted(folder / name)} ({options})")


def _package(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Describe the package as a whole, as yet without its resources."""
    from importlib.metadata import version

    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "minsheng",
        "title": "民生 minsheng: targets in Chinese local public-service plans",
        "version": version("minsheng"),
    }
    build_id, built_at = connection.execute("select build_id, built_at from meta.meta_this_build").fetchall()[0]
    package |= {"build_id": build_id, "created": f"{built_at:%Y-%m-%dT%H:%M:%SZ}"}
    sources = connection.sql(_SOURCES)
    return package | {
        "licenses": [
            {
                "name": "other-pd",
                "title": "Official documents of state organs, outside copyright (Copyright Law of the PRC, article 5)",
            }
        ],
        "sources": [
            {key: value for key, value in zip(sources.columns, row, strict=True) if value is not None}
            for row in sources.fetchall()
        ],
    }


def _resource(table: _Table, tables: list[_Table], folder: Path) -> dict[str, Any]:
    """Describe one written table; a package has no checksum of several files together."""
    first, *others = table.files
    where: dict[str, Any] = {"path": [first, *others] if others else first}
    if not others:
        where["hash"] = f"sha256:{durable.sha256(folder / first)}"
    schema: dict[str, Any] = {
        # Null is null in Parquet: an empty text is a value.
        "missingValues": [],
        "fields": [_field(column, field.type) for column, field in zip(table.columns, table.schema, strict=True)],
    }
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    if keys := _foreign_keys(table, tables):
        schema["foreignKeys"] = keys
    return {
        "name": table.name,
        "type": "table",
        **where,
        "description": table.description,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": schema,
    }


def _field(column: _Column, arrow: pa.DataType) -> dict[str, Any]:
    kind = _type(arrow)
    field: dict[str, Any] = {"name": column.name, "type": kind, "description": column.description}
    if column.required:
        field["constraints"] = {"required": True}
    elif kind == "integer":
        # Readers that go through pandas, the validator among them, meet a null of an integer column as nan.
        field["missingValues"] = ["nan"]
    return field


def _type(arrow: pa.DataType) -> str:
    """Return the Table Schema type; `any` for nested ones, which each reader builds in its own way."""
    import pyarrow.types as types

    kinds = {
        "boolean": types.is_boolean,
        "integer": types.is_integer,
        "number": lambda t: types.is_decimal(t) or types.is_floating(t),
        "date": types.is_date,
        "datetime": types.is_timestamp,
        "string": types.is_string,
    }
    return next((kind for kind, fits in kinds.items() if fits(arrow)), "any")


def _foreign_keys(table: _Table, tables: list[_Table]) -> list[dict[str, Any]]:
    """Find what the columns refer to, by name: `earlier_plan_id` to the table whose key is `plan_id`.

    Where several tables share a key, the longest holds all of it. History tells of rows that may be gone, so meta_
    tables refer to each other only.
    """
    kinds = ("meta_",) if table.name.startswith("meta_") else ("dim_", "fct_")
    referable = {}
    for other in sorted(tables, key=lambda t: t.rows):
        if other.name.startswith(kinds) and len(other.primary_key) == 1 and other.primary_key[0].endswith(_KEYS):
            referable[other.primary_key[0]] = other.name
    found = []
    for column in table.columns:
        keys = [key for key in referable if f"_{column.name}".endswith(f"_{key}")]
        if keys and (referable[key := max(keys, key=len)], key) != (table.name, column.name):
            reference: dict[str, Any] = {"fields": [key]}
            if referable[key] != table.name:
                reference["resource"] = referable[key]
            found.append({"fields": [column.name], "reference": reference})
    return found
