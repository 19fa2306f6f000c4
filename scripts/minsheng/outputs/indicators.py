"""Finding indicators by words, and putting what plans say of them side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

ARROWS = {"ge": "→", "gt": "→", "le": "←", "lt": "←", "approx": "~"}
"""Which way a promise is open."""


@dataclass(frozen=True)
class Found:
    """An indicator that was found."""

    indicator_code: str
    name_zh: str
    name_en: str
    definition_zh: str
    definition_en: str
    direction: str
    unit: str
    plan_count: int


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
    match_grade: str
    remark: str
    section: str
    char_start: int


def find(connection: duckdb.DuckDBPyConnection, words: str) -> list[Found]:
    """Find indicators by words.

    Args:
        connection: the warehouse.
        words: blank-separated Chinese or English words or parts of words; each must occur in the names, definitions or
            printed labels. Chinese characters may also occur in their order with others between: 护理床位 finds
            养老机构护理型床位占比. A whole indicator code finds itself.

    Returns:
        Indicators, those with most plans first.
    """
    columns = (
        "i.indicator_code, i.name_zh, i.name_en, i.definition_zh, i.definition_en, i.direction,"
        " coalesce(u.symbol, u.name_en), i.plan_count"
    )
    base = f"select {columns} from dim_indicator as i join dim_unit as u using (unit_code)"
    exact = connection.execute(f"{base} where i.indicator_code = ?", [words.strip()]).fetchall()
    if exact:
        return [Found(*exact[0])]
    conditions, parameters = [], []
    for word in words.split():
        everything = (
            "concat_ws(' ', i.indicator_code, i.name_zh, i.name_en, i.definition_zh, i.definition_en, l.labels)"
        )
        conditions.append(f"({everything} ilike ? escape '\\' or i.name_zh ilike ? escape '\\')")
        parameters += [f"%{_escape(word)}%", "%" + "%".join(map(_escape, word)) + "%"]
    if not conditions:
        return []
    rows = connection.execute(
        f"{base} left join (select indicator_code, string_agg(label, ' ') as labels from bridge_indicator_match"
        " where match_grade in ('exact', 'close') group by indicator_code) as l using (indicator_code)"
        f" where {' and '.join(conditions)} order by i.plan_count desc, i.indicator_code",
        parameters,
    ).fetchall()
    return [Found(*row) for row in rows]


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def points(connection: duckdb.DuckDBPyConnection, indicator_code: str | None = None) -> list[Point]:
    """Return what all plans say of an indicator, by place and time; related values are left out.

    Args:
        connection: the warehouse.
        indicator_code: the indicator; without it, all of them.
    """
    rows = connection.execute(
        """
        with shown as (
            select
                p.*, r.name_zh as region, m.reason_en as reason,
                case when p.yearly_average_base is null then 1 else p.period_end_year - p.period_start_year + 1 end
                    * u.to_base_factor as divisor
            from fct_plan_value as p
            join dim_region as r using (region_code)
            join dim_indicator as i using (indicator_code)
            join dim_unit as u on u.unit_code = i.unit_code
            join bridge_indicator_match as m using (plan_id, label, subgroup, indicator_code)
        )
        select
            indicator_code, region_code, region, period_start_year, period_end_year, period_month, origin,
            value_role, plan_id, value_id, label,
            case when value_text = '' then '(blank)' else value_text end
                || coalesce(' ' || unit_text, ''),
            operator,
            cast(round(value_base / divisor, 6) as decimal(24, 6)),
            yearly_average_base is not null,
            cast(round(lower_bound_base / divisor, 6) as decimal(24, 6)),
            cast(round(upper_bound_base / divisor, 6) as decimal(24, 6)),
            coalesce(yearly_average_grade, match_grade),
            case when period_basis = 'cumulative'
                then 'sum of ' || period_start_year || '-' || period_end_year
                    || case when yearly_average_base is null then '. ' else ', shown per year. ' end
                else '' end
                || coalesce(reason, ''),
            section, char_start
        from shown
        where (? is null or indicator_code = ?) and match_grade != 'related' and operator != 'none'
        order by
            indicator_code, region_code, period_end_year, coalesce(period_month, 12), value_role,
            plan_id, char_start, value_id
        """,
        [indicator_code, indicator_code],
    ).fetchall()
    return [Point(*row) for row in rows]


def plain(number: Decimal) -> str:
    """Write a number without trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def chart(series: list[Point], width: int = 44) -> list[str]:
    """Draw one region's points as lines of text: ● recorded, ○ promised, an arrow where the promise is open.

    Args:
        series: points of one region; those without a number or not exact or close are left out.
        width: characters between the lowest and the highest value.
    """
    drawn = [point for point in series if point.value is not None and point.match_grade in ("exact", "close")]
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
