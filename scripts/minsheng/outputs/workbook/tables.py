"""The sheets that show the rows of a view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from minsheng.outputs.workbook.headings import COLUMNS
from minsheng.outputs.workbook.page import A4, Page, display_width, height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from minsheng.outputs.code_lists import Codes
    from minsheng.outputs.workbook.sheets import Sheet

HEADER_ROWS = 2

_ENGLISH_HEADING = {
    "bold": False,
    "bg_color": "#DCE6F1",
    "font_color": "#404040",
    "font_size": 8,
    "text_wrap": False,
    "shrink": True,
}
_WIDEST = {
    "indicator": 26,
    "label": 18,
    "name": 26,
    "category": 16,
    "subgroup": 10,
    "rule_zh": 18,
    "section": 11,
    "left_section": 11,
    "right_section": 11,
    "reason_zh": 14,
    "executing_organizations": 20,
    "population_base_zh": 16,
    "printed": 14,
    "value_text": 18,
    "earlier_value_text": 16,
    "later_value_text": 16,
    "left_printed": 14,
    "right_printed": 14,
    "all_values": 40,
    "explanation_zh": 50,
    "explanation_en": 50,
    "known_explanation_zh": 44,
    "known_explanation_en": 44,
    "grade_reason": 40,
    "definition_zh": 54,
    "definition_en": 60,
    "note": 34,
}
"""Widest that a column of text may be, else 30, so that what is printed fits A4 in type one can read; text wraps."""

LISTS = {
    "grade": "match_grade",
    "earlier_grade": "match_grade",
    "later_grade": "match_grade",
    "verdict_zh": "verdict",
    "severity_zh": "severity",
}
"""Columns that show the names of a code list, some of them coloured."""

_COLOURS = {
    "verdict_zh": {
        "target_achieved": "#C6E0C4",
        "already_met": "#C6E0C4",
        "maintained": "#C6E0C4",
        "reached_late": "#DCEBD3",
        "met_at_base": "#DCEBD3",
        "substantial_progress": "#DCEBD3",
        "moderate_progress": "#FFF0C2",
        "limited_progress": "#FBD9B5",
        "deterioration": "#F4C0B8",
        "target_missed": "#F4C0B8",
        "not_maintained": "#F4C0B8",
        "no_later_record": "#EDEDED",
        "not_due": "#EDEDED",
        "not_assessable": "#EDEDED",
    },
    "severity_zh": {"critical": "#F4C0B8", "warning": "#FFF0C2", "info": "#DCE6F1"},
    "grade": {"broad": "#FFF0C2", "narrow": "#FFF0C2", "related": "#EDEDED"},
}
"""Fill of a code's name, which is written as well."""


def write(page: Page, sheet: Sheet, rows: list[dict[str, Any]], comments: Mapping[str, str], known: Codes) -> None:
    """Write the sheet of a view.

    Args:
        page: writes into the workbook.
        sheet: what it shows.
        rows: its rows, by column.
        comments: what the warehouse says of each column.
        known: code lists.
    """
    names, front = sheet.columns, len(sheet.front.split())
    made = page.sheet(sheet.zh, colour="#1F4E79", paper=A4, repeat=HEADER_ROWS)
    page.headings(made, 0, [COLUMNS[name].zh for name in names])
    page.headings(made, 1, names, **_ENGLISH_HEADING)
    shown, widths = [], []
    for column, name in enumerate(names):
        about = f"{COLUMNS[name].about_zh}\n{about_en(name, comments)}"
        made.write_comment(0, column, about, {"author": "minsheng", "x_scale": 2, "y_scale": 1.2})
        cells = [page.value(made, (n, column), name, row) for n, row in enumerate(rows, start=HEADER_ROWS)]
        widths.append(_width(name, cells))
        folded = {"level": 1, "hidden": True} if column >= front else {}
        made.set_column(column, column, widths[column], None, folded)
        shown.append(cells)
    made.set_column(len(names), len(names), None, None, {"collapsed": True})
    made.set_row(0, 32)
    for n, row_cells in enumerate(zip(*shown[:front], strict=True), start=HEADER_ROWS):
        made.set_row(n, height(row_cells, widths))
    last = HEADER_ROWS + max(len(rows), 1) - 1
    made.freeze_panes(HEADER_ROWS, sheet.frozen)
    made.autofilter(HEADER_ROWS - 1, 0, last, len(names) - 1)
    made.print_area(0, 0, last, front - 1)
    _colour(page, made, names, last, known)


def about_en(name: str, comments: Mapping[str, str]) -> str:
    """Return what a column holds, in English."""
    return COLUMNS[name].about_en or comments.get(name, "")


def _colour(page: Page, made: Worksheet, names: list[str], last: int, known: Codes) -> None:
    """Fill the cells of some codes, whose names are written as well."""
    for column, name in enumerate(names):
        for code, colour in _COLOURS.get("grade" if name.endswith("grade") else name, {}).items():
            if name in LISTS:
                shade = page.book.add_format({"bg_color": colour})
                sign = known[LISTS[name]][code].sign_zh
                rule = {"type": "cell", "criteria": "==", "value": f'"{sign}"', "format": shade}
                made.conditional_format(HEADER_ROWS, column, last, column, rule)


def _width(name: str, shown: list[str]) -> float:
    """Return a column width that fits: that of the widest cell, within bounds beyond which text wraps."""
    # the Chinese heading wraps once; the English one, in small type beside the button of the filter, shrinks
    heading = max(display_width(COLUMNS[name].zh) * 0.6 + 2, len(name) * 0.35 + 2, 6)
    return max(heading, min(max(map(display_width, shown), default=0) + 2.5, _WIDEST.get(name, 30)))
