"""Rows of reference files that nothing uses: often a word misspelt, or what is left of something that has gone.

They harm nothing, so they are notices. One line for each file and column, however many rows there are.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from minsheng.inputs import grammar
from minsheng.inputs.violations import Violation, short
from minsheng.messages import Message

_LISTED = 3


@dataclass(frozen=True)
class _Kind:
    """Rows of one reference file, and where a row of it is used."""

    table: str
    column: str
    uses: str
    """Query or table of what is used, with the columns of `key`."""
    key: tuple[str, ...]
    used_by: str


def _names_of(table: str, column: str) -> str:
    """Return a query of the bodies that a column of a table prints."""
    bodies = f"(select distinct plan_id, {column} from {table} where {column} != '')"
    split = grammar.sql("split_organizations", bodies, ["plan_id", column], column)
    return f"select plan_id, printed_name from ({split})"


def _kinds() -> tuple[_Kind, ...]:
    names = [_names_of("all_values", column) for column in ("lead_organizations", "support_organizations")]
    names.append(_names_of("projects", "executing_organizations"))
    labels = ("plan_id", "label", "subgroup")
    places = " union all ".join(
        f"select {column} as region_code from {table}"
        for table, column in (
            *(("all_values", "region_code"), ("plans", "region_code"), ("projects", "region_code")),
            *(("organizations", "region_code"), ("regions", "parent_region_code")),
            *(("region_successions", "region_code"), ("region_successions", "successor_region_code")),
        )
    )
    units = " union all ".join(
        f"select {column} as unit_code from {table}"
        for table, column in (
            *(("unit_spellings", "unit_code"), ("indicators", "unit_code"), ("component_labels", "unit_code")),
            ("units where base_unit_code != unit_code", "base_unit_code"),
        )
    )
    return (
        _Kind("indicator_matches", "label", "all_values", labels, Message("a value")),
        _Kind("component_labels", "label", "all_values", labels, Message("a value")),
        _Kind(
            "indicators",
            "indicator_code",
            "select indicator_code from indicator_matches union all select indicator_code from all_values",
            ("indicator_code",),
            Message("indicator_matches.csv or a record"),
        ),
        _Kind(
            "organization_names",
            "printed_name",
            " union all ".join(names),
            ("plan_id", "printed_name"),
            Message("a value or project"),
        ),
        _Kind(
            "organizations",
            "organization_id",
            "select organization_id from organization_names"
            " union all select successor_organization_id from organizations",
            ("organization_id",),
            "organization_names.csv",
        ),
        _Kind("regions", "region_code", places, ("region_code",), Message("a value, plan, project, body or place")),
        _Kind("units", "unit_code", units, ("unit_code",), Message("a spelling, indicator or size of a project")),
        _Kind(
            "amount_measures",
            "table_column",
            "plan_values",
            ("plan_id", "statement_kind", "table_column"),
            Message("a value"),
        ),
        # The repository's spellings are those of the genre, more than any plan prints.
        _Kind(
            "(from unit_spellings where not starts_with(file, 'seeds/'))",
            "spelling",
            "select unit_spelling as spelling, per_text from readings",
            ("spelling", "per_text"),
            Message("a value"),
        ),
    )


def notices(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return a line for each file and column with rows that nothing uses, in order.

    Args:
        connection: holds the tables of the input check, without violations.
    """
    found = []
    for kind in _kinds():
        key = ", ".join(kind.key)
        uses = f"select distinct {key} from ({kind.uses if ' ' in kind.uses else f'from {kind.uses}'})"
        rows = connection.execute(
            f"select file, min(line), count(*), min_by({kind.column}, line, {_LISTED})"
            f" from {kind.table} as r anti join ({uses}) as u using ({key}) group by file"
        ).fetchall()
        for file, line, count, names in rows:
            listed = ", ".join(repr(short(name, 40)) for name in names) + (", …" if count > len(names) else "")
            unused = Message(
                "a row that nothing uses: {names}",
                "{count} rows that nothing uses: {names}",
                count=count,
                names=listed,
            )
            expected = Message("one that {user} uses, or no row", user=kind.used_by)
            found.append(Violation(file, line, kind.column, unused, expected))
    return list(map(str, sorted(found)))
