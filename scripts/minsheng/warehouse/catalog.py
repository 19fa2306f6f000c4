"""Names in the warehouse: what there is, and what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from minsheng.messages import _
from minsheng.sql import quoted
from minsheng.text import did_you_mean, hinted

if TYPE_CHECKING:
    import duckdb

IN_BOTH = " ｜ "
"""What is between the English and the Chinese of a comment."""

_NAME = "case schema_name when 'main' then '' else schema_name || '.' end || table_name"

MARTS = (
    f"select {_NAME} as mart, estimated_size as rows, trim(comment, chr(10)) as holds from duckdb_tables()"
    " where schema_name in ('main', 'meta') order by schema_name, table_name"
)
"""SQL that lists the marts, and the history."""

FIRST = (
    "promise",
    "progress",
    "comparison",
    "region_comparison",
    "trajectory",
    "ambition",
    "finding",
    "plan_value",
    "investment",
    "project",
)
"""Views of schema bi that answer most questions, in the order in which they are listed."""

SHOWN = (
    "from (select 'bi.' || view_name as mart, null as rows, trim(comment, chr(10)) as holds from duckdb_views()"
    f" where schema_name = 'bi' union all from ({MARTS})) order by"
    f" coalesce(list_position({[f'bi.{view}' for view in FIRST]}, mart), 100), not starts_with(mart, 'bi.'), mart"
)
"""SQL that lists the views for readers, those of most questions first, then the marts."""

TABLES = (
    f"select {_NAME} as name, comment"
    " from (select schema_name, table_name, comment from duckdb_tables() where not internal"
    " union all select schema_name, view_name, comment from duckdb_views() where not internal) order by name"
)
"""SQL that lists every table and view with its description."""

COLUMNS = (
    f"select {_NAME} as table, column_name as column, lower(data_type) as type, comment as holds from duckdb_columns()"
    " where schema_name in ('bi', 'main') order by schema_name, table_name, column_index"
)
"""SQL that lists the columns of the views for readers, then of the marts."""

COLUMN_NAMES = "select distinct column_name from duckdb_columns()"
"""SQL that lists the names of all columns."""


def asked(statement: str) -> str:
    """Return a statement as it is meant: `show tables` of DuckDB leaves out the views for readers."""
    names = f"select mart as name from ({SHOWN})"
    return names if re.fullmatch(r"\s*show\s+tables\s*;?\s*", statement, re.IGNORECASE) else statement


def columns_of(table: str) -> str:
    """Return SQL that lists the columns of a table or view, named with or without its schema."""
    return (
        "select column_name as column, lower(data_type) as type, comment as holds from duckdb_columns()"
        f" where {quoted(table)} in (table_name, schema_name || '.' || table_name) order by column_index"
    )


def descriptions(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    """Return the columns of a table or view in their order, each with what the warehouse says of it in English."""
    columns = connection.execute(columns_of(table)).fetchall()
    return [(name, (holds or "").strip().partition(IN_BOTH)[0]) for name, _, holds in columns]


def nearest(word: str, names: Iterable[str], most: int = 3) -> list[str]:
    """Return the names that look most like a word, the best first, and none that looks much less like it than the best.

    A name counts with and without what precedes its first underscore or its dot: `targets` is near `fct_target`.
    """
    from difflib import SequenceMatcher

    def likeness(name: str) -> float:
        parts = (name, name.partition("_")[2], name.partition(".")[2])
        return max(SequenceMatcher(None, word.lower().removeprefix("bi."), part).ratio() for part in parts)

    scores = {name: likeness(name) for name in names}
    least = max(0.6, max(scores.values(), default=0) - 0.1)
    best = sorted(scores, key=lambda name: (-scores[name], name))
    return [name for name in best if scores[name] >= least][:most]


def unknown(table: str, connection: duckdb.DuckDBPyConnection) -> str:
    """Say that there is no such table, and which one was probably meant."""
    if found := nearest(table, [name for name, _ in connection.execute(TABLES).fetchall()]):
        return hinted(_("there is no table {table}").format(table=table), did_you_mean(found))
    return hinted(_("there is no table {table}").format(table=table), _("`minsheng describe` lists them"))
