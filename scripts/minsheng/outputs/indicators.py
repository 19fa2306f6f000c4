"""Finding indicators by words, and putting what plans say of them side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng.outputs import search
from minsheng.outputs.figures import plain
from minsheng.sql import quoted

if TYPE_CHECKING:
    import duckdb

ARROWS = {"ge": "→", "gt": "→", "le": "←", "lt": "←", "approx": "~"}
"""Which way a promise is open."""


@dataclass(frozen=True)
class Found(search.Indicator):
    """An indicator that was found."""

    direction: str | None
    """None of a provisional indicator, as is a unit that is not certain."""
    unit: str | None


@dataclass(frozen=True)
class Point:
    """One value of an indicator, with its place in a plan."""

    indicator_code: str
    region_code: str
    region: str
    first_year: int
    year: int
    month: int | None
    """Of a value recorded elsewhere for a month; else None."""
    origin: str
    value_role: str
    plan_id: str
    """The plan, or the publication (source_id) of a record without one."""
    value_id: str
    label: str
    printed: str
    operator: str
    value: Decimal | None
    """In the unit of the indicator; a sum over years as its yearly average where the quantity comes every year."""
    is_yearly_average: bool
    lower: Decimal | None
    """Lower end of what the words describe, in the same unit; None: open."""
    upper: Decimal | None
    """Upper end, likewise."""
    match_grade: str | None
    """None of a provisional indicator."""
    remark: str
    section: str
    char_start: int
    verdict: str | None
    """Of a promise."""
    verdict_reason: str | None
    is_achieved_early: bool | None
    is_drawn: bool
    """Whether it is compared: exact or close, of the indicator's scope, and of a whole year or a state."""


def find(connection: duckdb.DuckDBPyConnection, words: str) -> list[Found]:
    """Find indicators by words; how, `minsheng.outputs.search` says.

    Args:
        connection: the warehouse.
        words: blank-separated Chinese or English words or parts of words, or a whole indicator code.

    Returns:
        Indicators, the best first; none without a word.
    """
    if not search.split(words):
        return []
    rows = connection.execute(
        "select indicator_code, indicator_zh, indicator_en, definition_zh, definition_en, search_words,"
        " plan_count, direction, unit_label_en from bi.indicator"
    ).fetchall()
    places = connection.execute("select region_zh || ' ' || region_en from bi.region").fetchall()
    return search.search([Found(*row) for row in rows], [place for (place,) in places], words)


def count(connection: duckdb.DuckDBPyConnection, indicator_code: str) -> int:
    """Return how many values `points` has of an indicator."""
    query = f"select count(*) from bi.indicator_value where indicator_code = {quoted(indicator_code)}"
    return int(connection.execute(query).fetchall()[0][0])


def points(
    connection: duckdb.DuckDBPyConnection, indicator_code: str | None = None, most: int | None = None
) -> list[Point]:
    """Return what all plans say of an indicator, by place and time; related values are left out.

    Args:
        connection: the warehouse.
        indicator_code: the indicator; without it, all of them.
        most: the first of so many values only.
    """
    limit = f"limit {most}" if most else ""
    of_indicator = f"where indicator_code = {quoted(indicator_code)}" if indicator_code else ""
    rows = connection.execute(
        f"""
        select
            indicator_code, region_code, region_zh, period_start_year, period_end_year, period_month, origin,
            value_role, coalesce(plan_id, source_id) as stated_in, value_id, label,
            coalesce(printed_text, '(blank)'), operator, shown_value,
            is_yearly_average, shown_lower_bound, shown_upper_bound, compared_grade,
            case when period_basis = 'cumulative'
                then 'sum of ' || period_start_year || '-' || period_end_year
                    || case when is_yearly_average then ', shown per year. ' else '. ' end
                else '' end
                || case when is_provisional then 'Not compared yet. ' else '' end
                || coalesce(match_reason_en, '')
                || coalesce('From ' || coalesce(source_title, publisher), '')
                || coalesce(', ' || published_on, '') || case when source_id is null then '' else '. ' end
                || case when is_preliminary then 'Preliminary. ' else '' end
                || coalesce('Another ' || scope_difference_en || ' than the indicator''s. ', ''),
            section, char_start, verdict, verdict_reason, is_achieved_early,
            coalesce(compared_grade in ('exact', 'close'), false) and scope_difference is null
                and coalesce(standing in ('final', 'latest'), false)
        from bi.indicator_value
        {of_indicator}
        order by
            indicator_code, region_code, period_end_year, coalesce(period_month, 12), value_role,
            stated_in, char_start, value_id
        {limit}
        """
    ).fetchall()
    return [Point(*row) for row in rows]


def chart(series: list[Point], width: int = 44) -> list[str]:
    """Draw one region's points as lines of text: ● recorded, ○ promised, an arrow where the promise is open.

    Args:
        series: points of one region; those without a number or not compared are left out.
        width: characters between the lowest and the highest value.
    """
    drawn = [point for point in series if point.value is not None and point.is_drawn]
    if len({point.year for point in drawn}) < 2:
        return []
    lowest = min(point.value for point in drawn if point.value is not None)
    span = max(point.value for point in drawn if point.value is not None) - lowest
    lines = []
    for point in drawn:
        value = point.value or Decimal(0)
        at = round((value - lowest) / span * width) if span else width // 2
        mark = "○" if point.value_role == "target" else "●"
        arrow = ARROWS.get(point.operator, "") if point.value_role == "target" else ""
        gap = " " * (width - at + 2 - len(arrow))
        lines.append(f"{point.year} {' ' * at}{mark}{arrow}{gap}{plain(value)}  {point.plan_id}")
    return lines
