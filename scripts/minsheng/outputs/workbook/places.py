"""The sheet that sets places side by side: a row for an indicator, year and role, a column for each place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from minsheng.outputs.figures import plain
from minsheng.outputs.workbook.page import A4, RULE, Page, height

if TYPE_CHECKING:
    import duckdb

    from minsheng.outputs.code_lists import Codes

ZH, EN = "对比", "places side by side"
ABOUT_ZH = "每行为一个指标、年份、性质；各地数值并列，一地一栏"
ABOUT_EN = "One row per indicator, year and role with values of two or more places; a column for each place."

FIRST = (
    ("指标", "indicator", 34),
    ("领域", "domain", 13),
    ("年份", "year", 7),
    ("性质", "role", 9),
    ("单位", "unit", 12),
)
LAST = ("最优", "best", 14)
PLACE_WIDTH = 18

_SQL = """
    select
        indicator_zh, domain_zh, year, role_group_zh, unit_label_zh, region_code, region_zh, operator, compared_value,
        value_text,
        case
            when is_sum_over_years then period_start_year || '—' || period_end_year || '年合计'
            when years_apart > 0 then period_end_year || '年'
        end as of_time,
        rank_among_places = 1 as is_best
    from bi.region_comparison
    order by domain_code, indicator_code, year, role_group, region_code
"""


@dataclass(frozen=True)
class Comparison:
    """Places side by side.

    Attributes:
        places: codes and names of those that are compared with another one, in the order of the codes.
        rows: indicator, domain, year, role and unit; the figure of each place in that unit, behind its operator; the
            places that rank first.
    """

    places: dict[str, str]
    rows: list[tuple[tuple[Any, ...], dict[str, str], list[str]]]


def read(connection: duckdb.DuckDBPyConnection, known: Codes) -> Comparison:
    """Read what two or more places say of an indicator and year; a sum or a value of another year says so behind it."""
    groups: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for *what, code, place, operator, value, text, of_time, is_best in connection.execute(_SQL).fetchall():
        sign = "" if operator == "eq" else known["operator"][operator].sign_zh
        figure = text if value is None else f"{sign}{plain(value)}"
        groups.setdefault(tuple(what), []).append(
            (code, place, f"{figure}（{of_time}）" if of_time else figure, is_best)
        )
    compared = {what: found for what, found in groups.items() if len(found) > 1}
    names = {code: place for found in compared.values() for code, place, *_ in found}
    rows = [
        (what, {code: shown for code, _, shown, _ in found}, [place for _, place, _, is_best in found if is_best])
        for what, found in compared.items()
    ]
    return Comparison(dict(sorted(names.items())), rows)


def write(page: Page, comparison: Comparison) -> None:
    """Write the sheet."""
    places = comparison.places
    widths = [*(width for *_, width in FIRST), *(PLACE_WIDTH for _ in places), LAST[2]]
    sheet = page.sheet(ZH, colour="#1F4E79", paper=A4, repeat=2)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    page.headings(sheet, 0, [*(zh for zh, *_ in FIRST), *places.values(), LAST[0]])
    page.headings(sheet, 1, [*(en for _, en, _ in FIRST), *places, LAST[1]], bold=False, font_size=8)
    sheet.write_comment(
        0, len(widths) - 1, "当年有数值的市、区、县中水平最好者；无优劣方向或仅一地则空\nThe best of that very year."
    )
    for n, (what, shown, best) in enumerate(comparison.rows, start=2):
        cells = [*what, *(shown.get(code, "") for code in places), "、".join(best)]
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                sheet.write_number(n, column, cell, page.style(num_format="0", **RULE))
            else:
                page.text(sheet, n, column, cell or "", text_wrap=True, **RULE)
        sheet.set_row(n, height([str(cell or "") for cell in cells], widths))
    last = len(comparison.rows) + 1
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, max(last, 2), len(widths) - 1)
    sheet.print_area(0, 0, max(last, 2), len(widths) - 1)
