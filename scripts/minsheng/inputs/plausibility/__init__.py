"""Rules of meaning: rows that are well formed, one by one, and cannot all be true.

Each rule is a query over the tables of the input check: all columns text, blanks as '', with file and line. A rule
that is certain refuses its rows; one that may have a good reason warns. What needs the document is in
`minsheng.documents.verify`. A field that breaks its own contract is reported for that, and breaks no rule here.

The rules run over millions of rows: they group and join, and use windows within a table of a plan only.
"""

from __future__ import annotations

from datetime import date

import duckdb

from minsheng.inputs.plausibility import periods, places, references, values
from minsheng.inputs.plausibility.rule import Rule
from minsheng.inputs.plausibility.views import VIEWS

RULES: tuple[Rule, ...] = (*periods.RULES, *places.RULES, *values.RULES, *references.RULES)


def rules(connection: duckdb.DuckDBPyConnection, today: date | None = None) -> tuple[Rule, ...]:
    """Prepare the tables of the input check for the rules, and return these.

    Args:
        connection: holds the tables of the check, the value texts parsed as `readings`.
        today: the day after which nothing can have been recorded; without it, the system's.
    """
    connection.execute(f"create table today as select date '{today or date.today()}' as day")
    for view in VIEWS:
        connection.execute(view)
    return RULES
