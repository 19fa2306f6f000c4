"""What differs between two warehouses: values and targets, by key, old and new."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from minsheng.sql import quoted

if TYPE_CHECKING:
    import duckdb

_FILE = "input_file"
"""Where a value was read from is no part of it."""
SUBJECTS = {"value": ("fct_plan_value", "value_text"), "target": ("mart_target_progress", "verdict")}
"""What is compared between builds: its table and the column that identifies a row."""


def query(connection: duckdb.DuckDBPyConnection, subject: str, old: str, new: str, same: Sequence[str] = ()) -> str:
    """Return the query of what differs between two attached warehouses.

    Args:
        connection: has both attached.
        subject: value or target.
        old: catalog of the earlier one.
        new: catalog of the later one.
        same: input files whose values are known to be the same in both.

    Returns:
        A query of the columns of meta_change from `subject` on. A column that only one of them has is left out.
    """
    table, column = SUBJECTS[subject]
    before, after = (f'"{catalog}".main.{table}' for catalog in (old, new))
    has_been, has = (
        [name for name, *_ in connection.execute(f"describe {relation}").fetchall()] for relation in (before, after)
    )
    columns = [name for name in has if name in has_been and name not in ("value_id", _FILE)]
    if same and _FILE in has and _FILE in has_been:
        part = f"where {_FILE} not in ({', '.join(map(quoted, same))})"
        before, after = (f"(from {relation} {part})" for relation in (before, after))

    def row(side: str) -> str:
        return ", ".join(f"{side}.{name}" for name in columns)

    each = " union all ".join(
        f"select key, '{name}' as column_name, cast(o.{name} as varchar) as old_value,"
        f" cast(n.{name} as varchar) as new_value from differing where n.{name} is distinct from o.{name}"
        for name in columns
    )
    return (
        f"with differing as materialized (select n.value_id as key, n, o from {after} as n"
        f" join {before} as o using (value_id) where row({row('n')}) is distinct from row({row('o')}))"
        f" select '{subject}' as subject, value_id as key, 'added' as change, '{column}' as column_name,"
        f" cast(null as varchar) as old_value, {column} as new_value from {after} anti join {before} using (value_id)"
        f" union all select '{subject}', value_id, 'removed', '{column}', {column}, null"
        f" from {before} anti join {after} using (value_id)"
        f" union all select '{subject}', key, 'changed', column_name, old_value, new_value from ({each})"
    )
