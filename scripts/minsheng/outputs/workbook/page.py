"""The sheets of a workbook, cell by cell: styles, texts that stay texts, figures with the decimals that they need."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from minsheng.outputs.figures import shown_decimals

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MAX_CHARACTERS = 32_767
"""Characters of an Excel cell."""

A4 = 9
RULE: dict[str, Any] = {"bottom": 1, "bottom_color": "#D9D9D9"}
HEADING = {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}

_PRINTED = {"value": "value_text", "value_upper": "value_text"}
_PRINTED |= {f"{side}_value": f"{side}_value_text" for side in ("earlier", "later")}
"""Figures that are shown with the digits of a printed text."""

_FIXED = {
    "growth_ratio": "0.00",
    "linear_pace": "0.00",
    "score": "0.0",
    "required_cagr": "0.0%",
    "observed_cagr": "0.0%",
    "elapsed_share": "0%",
}
"""Number formats of ratios."""

_CHANGES = ("difference", "required_yearly", "observed_yearly")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_FONT = "Microsoft YaHei"


class DoesNotFit(ValueError):
    """The warehouse holds more than an Excel file can."""


def _number_format(column: str, value: Decimal, row: Mapping[str, Any]) -> str:
    if column in _FIXED:
        return _FIXED[column]
    decimals = shown_decimals(value, row.get(_PRINTED.get(column, "")))
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    if column.startswith(_CHANGES):
        return f"+{digits};-{digits};0"
    in_base_unit = column.endswith("_base") or column in ("left_value", "right_value", "tolerance")
    unit = row.get("base_unit_code" if in_base_unit else "unit_code")
    return f'{digits}"%"' if unit == "percent" and not column.endswith("_yuan") else digits


def display_width(text: str) -> int:
    """Return the width of a text in columns of a fixed-width font: a Chinese character takes two."""
    return max((_line_width(line) for line in text.split("\n")), default=0)


@cache
def _line_width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line)


class Page:
    """Writes the sheets of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, build_id: str) -> None:
        self.book = book
        self.build_id = build_id
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def style(self, **properties: Any) -> Format:
        """Return a format, the same one for the same properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            base = {"font_name": _FONT, "font_size": 10, "valign": "top"}
            self.formats[key] = self.book.add_format(base | properties)
        return self.formats[key]

    def text(self, sheet: Worksheet, row: int, column: int, text: str, **properties: Any) -> None:
        """Write text as text, whatever it looks like."""
        text = _FORBIDDEN.sub("\ufffd", text)
        if len(text) > MAX_CHARACTERS:
            raise DoesNotFit(f"a text of {len(text):,} characters is longer than an Excel cell holds: {text[:60]}…")
        if text[:1] in tuple("=+-@\t"):
            properties["quote_prefix"] = True
        sheet.write_string(row, column, text, self.style(**properties))

    def value(self, sheet: Worksheet, at: tuple[int, int], column: str, row: Mapping[str, Any]) -> str:
        """Write one cell of a mart; return what it shows."""
        value = row[column]
        match value:
            case None:
                sheet.write_blank(*at, None, self.style(**RULE))
                return ""
            case bool():
                self.text(sheet, *at, "是" if value else "否", align="center", **RULE)
                return "是"
            case Decimal():
                number_format = _number_format(column, value, row)
                # XlsxWriter writes 16 digits, and Excel calculates in doubles
                if Decimal(f"{value:.16G}") != value or Decimal(repr(float(value))) != value:
                    self.text(sheet, *at, f"{value:f}", align="right", **RULE)
                    return f"{value:f}"
                # as a float, 93.1 would reach the file as 93.09999999999999
                sheet.write_number(*at, value, self.style(num_format=number_format, **RULE))
                decimals = len(number_format.partition(".")[2].partition(";")[0].strip('"%'))
                return f"{value:,.{decimals}f}%"
            case int():
                counted = column.endswith("_count")
                sheet.write_number(*at, value, self.style(num_format="#,##0" if counted else "0", **RULE))
                return str(value)
            case date():
                sheet.write_datetime(
                    *at, datetime(value.year, value.month, value.day), self.style(num_format="yyyy-mm-dd", **RULE)
                )
                return "0000-00-00"
            case _:
                centred, left = {"align": "center"}, {"align": "left", "indent": 1}
                place: dict[str, Any] = {**(centred if column.endswith("symbol") else left), **RULE}
                self.text(sheet, *at, str(value), text_wrap=True, **place)
                return str(value)

    def sheet(self, zh: str, *, colour: str, paper: int, repeat: int) -> Worksheet:
        """Add a sheet with its page set up for printing."""
        sheet = self.book.add_worksheet(zh)
        sheet.set_tab_color(colour)
        sheet.set_landscape()
        sheet.set_paper(paper)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f'&L&"{_FONT}"&9民生 minsheng&C&"{_FONT}"&11&A&R&9build {self.build_id}')
        sheet.set_footer("&C&9&P / &N")
        if repeat:
            sheet.repeat_rows(0, repeat - 1)
        return sheet

    def headings(self, sheet: Worksheet, row: int, titles: Iterable[str], **properties: Any) -> None:
        """Write a row of headings."""
        for column, title in enumerate(titles):
            self.text(sheet, row, column, title, **(HEADING | properties))

    def line(self, sheet: Worksheet, row: int, cells: Iterable[object], widths: tuple[int, ...]) -> None:
        """Write a row of an explaining sheet, as high as its texts need."""
        shown = ["" if cell is None else str(cell) for cell in cells]
        for column, (cell, text) in enumerate(zip(cells, shown, strict=True)):
            if isinstance(cell, int):
                sheet.write_number(row, column, cell, self.style(num_format="#,##0"))
            else:
                self.text(sheet, row, column, text, text_wrap=True)
        sheet.set_row(row, height(shown, widths))

    def listing(self, zh: str, titles: tuple[str, ...], widths: tuple[int, ...]) -> Worksheet:
        """Add a sheet that explains, with a row of headings if there are titles."""
        sheet = self.sheet(zh, colour="#7F7F7F", paper=A4, repeat=1 if titles else 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self.headings(sheet, 0, titles)
        if titles:
            sheet.freeze_panes(1, 0)
        return sheet


def height(shown: Iterable[str], widths: Iterable[float]) -> float:
    """Return the height of a row, in points, in which all texts can be read."""
    lines = max(
        sum(max(1, math.ceil(_line_width(line) * 0.93 / (width - 1.5))) for line in text.split("\n"))
        for text, width in zip(shown, widths, strict=False)
    )
    return 14.0 * lines + 2
