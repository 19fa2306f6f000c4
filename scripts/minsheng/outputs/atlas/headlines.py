"""The first sentence of an indicator's page: who promises what for the year that most places promise for."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from minsheng.messages import Language
from minsheng.outputs import html as pages
from minsheng.outputs import queries
from minsheng.outputs.figures import plain

if TYPE_CHECKING:
    import duckdb

_MOST = 5
"""So many places are named; the charts show all."""

_COMPARED = """
    select
        indicator_code, year, role_group, region_{language} as region, value_id, spread,
        count(*) over (partition by indicator_code, year, role_group) as place_count
    from bi.region_comparison
    where years_apart = 0
    order by
        indicator_code, role_group = 'recorded', place_count desc, year desc, rank_among_places nulls last, region_code
"""

_JUDGED = f"""
    select
        indicator_code,
        count(*) as promises,
        count(*) filter (is_assessed) as judged,
        count(*) filter ({queries.MET_IN_TIME}) as met
    from bi.progress
    where {queries.PROJECT_AMOUNTS_ASIDE}
    group by indicator_code
"""


def read(
    connection: duckdb.DuckDBPyConnection,
    language: Language,
    points: list[dict[str, Any]],
    indicators: list[dict[str, Any]],
) -> dict[str, str]:
    """Return the sentences of each indicator with a number that can be compared.

    Args:
        connection: the warehouse.
        language: of the sentences.
        points: values of all indicators, each written with its operator as `shown`.
        indicators: with their units, as `symbol`.
    """
    shown = {
        point["value_id"]: point["shown"] + ((" 年均" if language is Language.zh else " a year") if average else "")
        for point in points
        if (average := point["is_yearly_average"]) is not None
    }
    units = {one["indicator_code"]: one["symbol"] for one in indicators}
    judged = {row["indicator_code"]: row for row in pages.rows(connection, _JUDGED)}
    rows = pages.rows(connection, _COMPARED.format(language=language))
    made = {}
    for code, own in groupby(rows, key=lambda row: row["indicator_code"]):
        made[code] = _sentences(list(own), shown, units[code], judged.get(code), language)
    return made


def _sentences(
    rows: list[dict[str, Any]], shown: dict[str, str], unit: str, judged: dict[str, Any] | None, language: Language
) -> str:
    """Write what the first year of promises and the first of records say, and how many promises were met."""
    zh = language is Language.zh
    said = {"target": ("Promised for", "目标"), "recorded": ("On record for", "记录")}
    parts = []
    for role, own in groupby(rows, key=lambda row: row["role_group"]):
        listed = list(own)
        year, spread = listed[0]["year"], listed[0]["spread"]
        places = [row for row in listed if row["year"] == year]
        named = [f"{row['region']} {shown[row['value_id']]}" for row in places[:_MOST]]
        en, han = said[role]
        if zh:
            apart = f"，相差 {plain(spread)}" if spread else ""
            parts.append(f"{year} 年{han}{f'（{unit}）' if unit else ''}：{'、'.join(named)}{apart}。")
        else:
            apart = f"; they are {plain(spread)} apart" if spread else ""
            parts.append(f"{en} {year}{f' ({unit})' if unit else ''}: {', '.join(named)}{apart}.")
    if judged:
        numbers = (judged["promises"], judged["judged"], judged["met"])
        if zh:
            parts.append("共 {} 项承诺，{} 项可评估，{} 项按期达标。".format(*numbers))
        else:
            parts.append("Of {} promises {} can be judged, {} met in time.".format(*numbers))
    return ("" if zh else " ").join(parts)
