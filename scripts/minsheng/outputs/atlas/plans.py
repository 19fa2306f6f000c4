"""What the pages of the plans show: the ledger of each, and its values by section."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from minsheng.messages import Language
from minsheng.outputs import html as pages
from minsheng.outputs import queries
from minsheng.outputs.translations import written

if TYPE_CHECKING:
    import duckdb

_SECTIONS = f"""
    select
        plan_id, value_id, section, char_start, label, subgroup, is_core, target_nature, measure, region_code,
        period_start_year, year, period_month, value_role, origin, printed_text, operator, value,
        value_upper, {queries.UNIT[Language.zh]} as symbol_zh, {queries.UNIT[Language.en]} as symbol_en,
        indicator_code, indicator_zh, indicator_en, match_grade, component_kind, is_provisional
    from bi.plan_value
    where plan_id is not null
    order by plan_id, origin = 'plan' desc, section, char_start, value_id
"""


@dataclass
class Ledger:
    """What is captured of a plan, section by section in reading order, and as a whole."""

    sections: list[dict[str, Any]]
    total: dict[str, Any]


def sections(
    connection: duckdb.DuckDBPyConnection, coverage: dict[str, Ledger], signs: dict[Language, dict[str, str]]
) -> dict[str, list[tuple[str, list[dict[str, Any]]]]]:
    """The values of each plan by section, in reading order; what was recorded elsewhere comes last."""
    values = pages.rows(connection, _SECTIONS)
    for value in values:
        promised = value["value_role"] == "target"
        for language in Language:
            sign = signs[language][value["operator"]]
            shown = written(value["operator"], value["value"], value["value_upper"], sign=sign, promised=promised)
            value[f"shown_{language}"] = shown
    found: dict[str, list[tuple[str, list[dict[str, Any]]]]] = {plan_id: [] for plan_id in coverage}
    for plan_id, own in groupby(values, key=lambda value: value["plan_id"]):
        places = {entry["section"]: n for n, entry in enumerate(coverage[plan_id].sections)}
        ordered = sorted(own, key=lambda value: (value["origin"] != "plan", places.get(value["section"], -1)))
        found[plan_id] = [(section, list(rows)) for section, rows in groupby(ordered, key=lambda row: row["section"])]
    return found


_COUNTED = (
    *("value_count", "target_count", "observation_count", "blank_count"),
    *("number_count", "captured_number_count", "excluded_number_count"),
)


def ledgers(connection: duckdb.DuckDBPyConnection, plans: list[str], reasons: list[str]) -> dict[str, Ledger]:
    """The ledger of each plan.

    Args:
        connection: the warehouse.
        plans: their identifiers.
        reasons: codes of the reasons for which numbers are no values, in their order.
    """
    excluded: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for plan_id, section, reason, number in connection.execute(
        "select plan_id, section, exclusion_reason, excluded_number_count from bi.exclusion"
    ).fetchall():
        excluded.setdefault((plan_id, section), []).append((reason, number))
    found = {plan_id: Ledger([], {}) for plan_id in plans}
    for plan_id, section, *numbers in connection.execute(
        f"select plan_id, section, {', '.join(_COUNTED)} from bi.coverage order by plan_id, first_char_start, section"
    ).fetchall():
        own = sorted(excluded.get((plan_id, section), []), key=lambda pair: reasons.index(pair[0]))
        found[plan_id].sections.append({"section": section, "numbers": numbers, "reasons": own})
    for ledger in found.values():
        sums = [sum(numbers) for numbers in zip(*(entry["numbers"] for entry in ledger.sections), strict=True)]
        total: Counter[str] = Counter()
        for entry in ledger.sections:
            total.update(dict(entry["reasons"]))
        ordered = sorted(total.items(), key=lambda pair: reasons.index(pair[0]))
        ledger.total = {"section": "", "numbers": sums, "reasons": ordered}
    return found
