"""What the first page of the atlas shows: how much there is, and what is worth looking at first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minsheng.messages import Language
from minsheng.outputs import html as pages
from minsheng.outputs import queries

if TYPE_CHECKING:
    import duckdb

_MOST = 12
"""Rows of a list; the pages that it leads to show all."""

_COUNTS = f"""
    select
        count(*) as promises,
        count(*) filter (is_assessed) as judged,
        count(*) filter (is_assessed and is_met and verdict != 'reached_late') as met,
        count(*) filter (verdict = 'reached_late') as reached_late
    from bi.progress
    where {queries.PROJECT_AMOUNTS_ASIDE}
"""

_REVISIONS = """
    select
        indicator_code, indicator_{language} as indicator, region_{language} as region, revision,
        earlier_plan_id, earlier_value_id, earlier_value_text, earlier_period_end_year,
        later_plan_id, later_value_id, later_value_text, later_period_end_year
    from bi.plan_revision
    where revision != 'repeated'
    order by revision, later_period_end_year desc, indicator_code, later_value_id, earlier_value_id
"""


def read(connection: duckdb.DuckDBPyConnection, language: Language) -> dict[str, Any]:
    """Return what templates/atlas/overview.html shows, names in a language.

    Args:
        connection: the warehouse.
        language: of names and sentences; codes stay codes.
    """
    coded = Language.en  # codes as codes, which the template names itself
    critical = {"severity": ["critical"], "status": ["fail", "explained"]}
    ambition = pages.rows(connection, queries.ambition(language, {}))
    return {
        **pages.rows(connection, _COUNTS)[0],
        "verdicts": pages.rows(connection, queries.verdicts(coded, {})),
        "contradictions": pages.rows(connection, queries.findings(language, critical)),
        "revisions": pages.rows(connection, _REVISIONS.format(language=language)),
        "ambition": [row for row in ambition if row["gap_closed_share"] is not None][:_MOST],
    }
