"""What a person who writes SQL probably meant: a column by another word, a text that no row has, a sum over repeats.

DuckDB answers a filter on a text that occurs nowhere with no rows, and any sum with a number. Both are right as SQL,
and both are wrong answers to the question that was meant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from minsheng.messages import _
from minsheng.sql import quoted
from minsheng.text import did_you_mean, hinted
from minsheng.warehouse.catalog import nearest, unknown

if TYPE_CHECKING:
    import duckdb

MEANT = {
    "amount": ("total_yuan", "value"),
    "city": ("region_zh", "region_en", "region_code"),
    "date": ("published_on", "issued_on", "review_on", "year"),
    "department": ("organization_zh", "name_zh", "executing_organizations"),
    "link": ("url", "source_file"),
    "name": ("indicator_zh", "domain_zh", "region_zh", "unit_zh", "plan_zh", "check_title_zh", "name_zh", "label"),
    "number": ("value", "target_value", "compared_value", "shown_value", "value_base"),
    "organization_name": ("organization_zh", "name_zh", "organization_id", "executing_organizations"),
    "page": ("section", "char_start"),
    "place": ("region_zh", "region_en", "region_code"),
    "quote": ("printed_text", "value_text"),
    "result": ("verdict", "outcome_value"),
    "source": ("source_title", "plan_id"),
    "status": ("verdict", "finding_status"),
    "text": ("printed_text", "value_text", "explanation_zh"),
    "title": ("plan_title_zh", "title_zh", "check_title_zh", "source_title", "indicator_zh"),
    "url": ("source_file",),
    "value": ("compared_value", "target_value", "shown_value", "outcome_value", "value_base", "total_yuan"),
}
"""Words that people use for columns, with the columns that hold it, the most likely first."""

FEW = 14
"""So many values of a column are listed whole."""

_COLUMNS = (
    "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()"
    " where not internal order by schema_name != 'bi', table_name, column_index"
)


@dataclass
class Read:
    """What a statement reads and compares.

    Attributes:
        tables: names as written, with their schema if there was one.
        compared: a column, how it is compared (=, like or ilike), and the text.
        added: a function, sum or avg, and the column that it is applied to.
        named: every column.
    """

    tables: set[str] = field(default_factory=set)
    compared: list[tuple[str, str, str]] = field(default_factory=list)
    added: list[tuple[str, str]] = field(default_factory=list)
    named: set[str] = field(default_factory=set)


def explain(error: duckdb.Error, connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """Return DuckDB's message; for an unknown table or column with the nearest ones of the warehouse.

    DuckDB's own guesses go by letters alone: for the table `targets` it offers a rule, for the column `name` a unit.

    Args:
        error: what DuckDB said.
        connection: the warehouse.
        sql: what it said it of.
    """
    message = str(error).strip()
    if table := re.match(r"Catalog Error: Table with name \"?([^\s\"]+)\"? does not exist", message):
        return unknown(table[1], connection)
    name = re.match(r"Binder Error: Referenced column \"?([^\s\"]+)\"? not found", message)
    hint = column(name[1], connection, sql) if name else ""
    return hinted(message, hint) if hint else message


def column(name: str, connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """Return a hint for a column that a statement names and its tables do not have; '' where there is none.

    Args:
        name: the column.
        connection: the warehouse.
        sql: the statement, or several.
    """
    known = _known(connection)
    tables = [table for read in _reads(connection, sql) for table in _full(read.tables, known)]
    own = dict.fromkeys(column for table in tables for column in known[table])
    meant = [one for one in MEANT.get(name.lower(), ()) if one in own]
    meant += [one for one in own if one.startswith(f"{name.lower()}_") and one.endswith(("_zh", "_value"))]
    if meant:
        return did_you_mean(list(dict.fromkeys(meant[:3])))
    holding = [table for table, columns in known.items() if name.lower() in columns]
    alike = sorted(holding, key=lambda table: -len(known[table].keys() & own.keys()))
    return _("{name} is in {tables}").format(name=name, tables=", ".join(alike[:3])) if alike else ""


def notes(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    """Return what a reader of the answer must know: texts that a column never holds, sums over rows that repeat.

    Args:
        connection: the warehouse.
        sql: a statement that runs, or several.
    """
    found: list[str] = []
    for read in _reads(connection, sql):
        looks = read.compared or read.added
        known = {table: _types(connection, table) for table in sorted(read.tables)} if looks else {}
        for name, operator, text in dict.fromkeys(read.compared):
            holding = [table for table in known if known[table].get(name) == "VARCHAR"]
            if holding and not any(_holds(connection, table, f"{name} {operator} {quoted(text)}") for table in holding):
                hint = _values(connection, holding[0], name, text)
                message = _("no row of {table} has {name} {text}").format(table=holding[0], name=name, text=repr(text))
                found.append(hinted(message, hint))
        for function, name in dict.fromkeys(read.added):
            for table in known:
                if said := _repeats(function, name, table, known[table], read.named):
                    found.append(said)
    return found


def _values(connection: duckdb.DuckDBPyConnection, table: str, name: str, text: str) -> str:
    """Name what a column holds; of many texts the nearest."""
    rows = connection.execute(f"select distinct {name} from {table} where {name} is not null order by 1").fetchall()
    values = [value for (value,) in rows]
    shown = values if len(values) <= FEW else nearest(text.strip("%"), values)
    if shown:
        return _("{name} is one of {values}").format(name=name, values=", ".join(shown))
    return _("`select distinct {name} from {table}` lists all").format(name=name, table=table)


def _repeats(function: str, name: str, table: str, columns: dict[str, str], named: set[str]) -> str:
    """Say what else a statement has to look at before it adds a measure up, '' where it does."""
    measured = "aggregation" in columns and columns.get(name, "").startswith("DECIMAL") and not name.endswith("_yuan")
    asked = [one for one in ("aggregation", "unit_code", "year", "is_latest", "is_primary_statement") if one in columns]
    if function == "avg":
        asked = [one for one in asked if one == "aggregation"]
    needed = [one for one in asked if one not in named]
    if "indicator_code" in named:
        needed = [one for one in needed if one not in ("aggregation", "unit_code")]
    if not measured or not needed:
        return ""
    message = _(
        "{function}({name}): rows of {table} differ in {columns}, so this may count twice or mix what cannot be added; "
        "aggregation says what may (docs/adding-up.md)"
    )
    return message.format(function=function, name=name, table=table, columns=", ".join(needed))


def _holds(connection: duckdb.DuckDBPyConnection, table: str, condition: str) -> bool:
    return bool(connection.execute(f"select 1 from {table} where {condition} limit 1").fetchall())


def _known(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Return the columns of each table and their types, those of the views for readers first."""
    known: dict[str, dict[str, str]] = {}
    for table, name, kind in connection.execute(_COLUMNS).fetchall():
        known.setdefault(table, {})[name] = kind
    return known


def _types(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Return the columns of a table and their types; of a name that only the statement knows, none.

    Asked table by table: to list the columns of all views, DuckDB reads each of their definitions.
    """
    import duckdb

    try:
        return {name: kind for name, kind, *_ in connection.execute(f"describe {table}").fetchall()}
    except duckdb.Error:
        return {}


def _full(tables: set[str], known: dict[str, dict[str, str]]) -> list[str]:
    return [full for full in known if full in tables or full.removeprefix("main.") in tables]


def _reads(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[Read]:
    """Yield what each statement reads; of one that is no SELECT, nothing."""
    ((text,),) = connection.execute(f"select json_serialize_sql({quoted(sql)})").fetchall()
    for statement in json.loads(text).get("statements", ()):
        read = Read()
        for node in _nodes(statement):
            _look(node, read)
        yield read


def _look(node: dict[str, Any], read: Read) -> None:
    match node:
        case {"type": "BASE_TABLE"}:
            read.tables.add(".".join(filter(None, (node["schema_name"], node["table_name"]))).lower())
        case {"class": "COLUMN_REF"}:
            read.named.add(node["column_names"][-1].lower())
        case {"type": "COMPARE_EQUAL", "left": left, "right": right}:
            read.compared += _pairs([left, right], "=")
        case {"type": "COMPARE_IN", "children": children}:
            read.compared += _pairs(children, "=")
        case {"function_name": "~~" | "~~*" as function, "children": children}:
            read.compared += _pairs(children, "ilike" if function == "~~*" else "like")
        case {"function_name": "sum" | "avg" | "mean" as function, "children": [{"class": "COLUMN_REF"} as argument]}:
            read.added.append((re.sub("mean", "avg", function), argument["column_names"][-1].lower()))


def _pairs(operands: list[dict[str, Any]], operator: str) -> list[tuple[str, str, str]]:
    """Return the column among operands with each text among them."""
    columns = [one["column_names"][-1].lower() for one in operands if one.get("class") == "COLUMN_REF"]
    values = [one["value"] for one in operands if one.get("class") == "CONSTANT"]
    return [
        (columns[0], operator, value["value"])
        for value in values
        if len(columns) == 1 and value["type"]["id"] == "VARCHAR" and not value["is_null"]
    ]


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a JSON tree."""
    waiting = [tree]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
