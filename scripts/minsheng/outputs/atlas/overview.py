"""What the first page of the atlas shows: how much there is, and what is worth looking at first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minsheng.messages import Language
from minsheng.outputs import html as pages
from minsheng.outputs import queries

if TYPE_CHECKING:
    import duckdb

_COUNTS = f"""
    select
        count(*) as promises,
        count(*) filter (is_assessed) as judged,
        count(*) filter ({queries.MET_IN_TIME}) as met,
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

_AMBITION = """
    select
        year, domain_code, region_code, region_{language} as region, indicator_code, indicator_{language} as indicator,
        printed_text as printed, baseline_year, baseline_value, gap_closed_share, rank_among_comparable,
        comparable_count, difference_to_province, is_below_record, plan_id, value_id, section
    from bi.ambition
    where gap_closed_share is not null or comparable_count > 1 or is_below_record
    order by gap_closed_share desc nulls last, rank_among_comparable nulls last, indicator_code, value_id
"""


def read(connection: duckdb.DuckDBPyConnection, language: Language) -> dict[str, Any]:
    """Return what templates/atlas/overview.html and ambition.html show, names in a language.

    Args:
        connection: the warehouse.
        language: of names and sentences; codes stay codes.
    """
    coded = Language.en  # codes as codes, which the template names itself
    critical = {"severity": ["critical"], "status": ["fail", "explained"]}
    ambition = pages.rows(connection, _AMBITION.format(language=language))
    return {
        **pages.rows(connection, _COUNTS)[0],
        "verdicts": pages.rows(connection, queries.verdicts(coded, {})),
        "contradictions": pages.rows(connection, queries.findings(language, critical)),
        "revisions": pages.rows(connection, _REVISIONS.format(language=language)),
        "ambition": ambition,
    }
