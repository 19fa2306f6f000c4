"""One Excel workbook of the published warehouse, for people who read figures in sheets.

A figure stands there as the warehouse holds it, its operator in the column before it and the printed text after it.
The first header row is Chinese, the second is the column's name in the warehouse; both stay in view. Columns for
readers come first and are printed; codes and further figures follow in a folded group.

Text is always written as text, so nothing that a document prints can become a formula. Equal warehouses give equal
bytes.
"""

from __future__ import annotations

import io
import math
import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from minsheng import durable
from minsheng.outputs import code_lists
from minsheng.outputs.workbook.headings import COLUMNS
from minsheng.outputs.workbook.sheets import COMMON, SHEETS, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import duckdb
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MAX_ROWS = 1_048_576
"""Rows of an Excel sheet."""
MAX_CHARACTERS = 32_767
"""Characters of an Excel cell."""
HEADER_ROWS = 2


class DoesNotFit(ValueError):
    """The warehouse holds more than an Excel file can."""


_WORDS = {
    "symbol": "operator",
    "earlier_symbol": "operator",
    "later_symbol": "operator",
    "role": "value_role",
    "role_group_zh": "role_group",
    "basis": "period_basis",
    "kind": "statement_kind",
    "origin_zh": "origin",
    "grade": "match_grade",
    "earlier_grade": "match_grade",
    "later_grade": "match_grade",
    "verdict_zh": "verdict",
    "reason_zh": "verdict_reason",
    "severity_zh": "severity",
    "status_zh": "finding_status",
    "known_class_zh": "known_class",
    "direction_zh": "direction",
    "shape_zh": "shape",
    "aggregation_zh": "aggregation",
    "component_kind_zh": "component_kind",
    "population_base_zh": "population_base",
}
"""Columns that show a code in Chinese, and the list of the code."""

_COLOURS = {
    "verdict_zh": {
        "target_achieved": "#C6E0C4",
        "maintained": "#C6E0C4",
        "substantial_progress": "#DCEBD3",
        "moderate_progress": "#FFF0C2",
        "limited_progress": "#FBD9B5",
        "deterioration": "#F4C0B8",
        "not_maintained": "#F4C0B8",
        "not_assessable": "#EDEDED",
    },
    "severity_zh": {"critical": "#F4C0B8", "warning": "#FFF0C2", "info": "#DCE6F1"},
    "grade": {"broad": "#FFF0C2", "narrow": "#FFF0C2", "related": "#EDEDED"},
}
"""Fill of a word, beside the word itself."""

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


def write(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, int]:
    """Write the workbook.

    Args:
        connection: the warehouse.
        path: file to write; it is replaced in one step.

    Returns:
        The number of rows of each sheet that shows a mart, by its Chinese name.

    Raises:
        DoesNotFit: a sheet has more rows, or a text more characters, than Excel holds.
    """
    import xlsxwriter

    build_id, built_at = connection.execute(
        "select run_id, ran_at from checks.ge_run order by ran_at desc limit 1"
    ).fetchone()
    words = code_lists.read(connection)
    tables = [(sheet, _rows(connection, sheet, words)) for sheet in SHEETS]
    for sheet, rows in tables:
        if len(rows) + HEADER_ROWS > MAX_ROWS:
            raise DoesNotFit(
                f"{sheet.zh} ({sheet.mart}) has {len(rows):,} rows, an Excel sheet holds {MAX_ROWS - HEADER_ROWS:,}"
                f' below the headers; take `minsheng query "from {sheet.mart}" --format parquet` instead'
            )
    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties(
            {
                "title": "民生：地方公共服务规划的目标与进展",
                "subject": "Targets of Chinese local public-service plans",
                "comments": f"minsheng build {build_id}",
                "keywords": "公共服务, 规划, 目标, minsheng",
                "created": built_at,
            }
        )
        page = _Page(book, build_id, words)
        page.about(connection, built_at, tables)
        for sheet, rows in tables:
            page.mart(sheet, rows, _comments(connection, sheet.mart))
        page.columns({sheet: _comments(connection, sheet.mart) for sheet in SHEETS})
        page.codes(connection)
    path.parent.mkdir(parents=True, exist_ok=True)
    durable.write_bytes(path, content.getvalue())
    return {sheet.zh: len(rows) for sheet, rows in tables}


def _rows(connection: duckdb.DuckDBPyConnection, sheet: Sheet, words: code_lists.Codes) -> list[dict[str, Any]]:
    relation = connection.execute(COMMON + sheet.sql)
    names = [name for name, *_ in relation.description]
    rows = [dict(zip(names, row, strict=True)) for row in relation.fetchall()]
    for row in rows:
        for column, code_list in _WORDS.items():
            if row.get(column):
                row[column] = words[code_list][row[column]].sign_zh
    return rows


def _comments(connection: duckdb.DuckDBPyConnection, mart: str) -> dict[str, str]:
    """Return what the warehouse says of the columns of a mart, and of those that a sheet takes from elsewhere."""
    found = connection.execute(
        "select column_name, comment from duckdb_columns() where table_name in ('dim_indicator', 'fct_plan_value', ?)"
        " and comment is not null order by table_name = ?, table_name",
        [mart, mart],
    ).fetchall()
    return {name: comment.strip() for name, comment in found}


def shown_decimals(value: Decimal, text: str | None) -> int:
    """Say how many decimals of a figure to show.

    Args:
        value: the figure.
        text: the printed text that it comes from; None for a calculated figure.

    Returns:
        The decimals that the text prints (1 for `98.0%`). For a figure that the text does not print as such, all that
        it has, or two where it was rounded.
    """
    for number in re.findall(r"\d+(?:\.\d+)?", unicodedata.normalize("NFKC", text or "").replace(",", "")):
        if Decimal(number) == value:
            return len(number.partition(".")[2])
    needed = max(0, -int(value.normalize().as_tuple().exponent))
    return 2 if needed >= 6 and abs(value) >= Decimal("0.01") else needed


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


class _Page:
    """Writes the sheets of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, build_id: str, words: code_lists.Codes) -> None:
        self.book = book
        self.build_id = build_id
        self.words = words
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
                sheet.write_blank(*at, None, self.style(**_RULE))
                return ""
            case bool():
                self.text(sheet, *at, "是" if value else "否", align="center", **_RULE)
                return "是"
            case Decimal():
                number_format = _number_format(column, value, row)
                # XlsxWriter writes 16 digits, and Excel calculates in doubles
                if Decimal(f"{value:.16G}") != value or Decimal(repr(float(value))) != value:
                    self.text(sheet, *at, f"{value:f}", align="right", **_RULE)
                    return f"{value:f}"
                # as a float, 93.1 would reach the file as 93.09999999999999
                sheet.write_number(*at, value, self.style(num_format=number_format, **_RULE))
                decimals = len(number_format.partition(".")[2].partition(";")[0].strip('"%'))
                return f"{value:,.{decimals}f}%"
            case int():
                counted = column.endswith("_count")
                sheet.write_number(*at, value, self.style(num_format="#,##0" if counted else "0", **_RULE))
                return str(value)
            case date():
                sheet.write_datetime(
                    *at, datetime(value.year, value.month, value.day), self.style(num_format="yyyy-mm-dd", **_RULE)
                )
                return "0000-00-00"
            case _:
                place = {"align": "center"} if column.endswith("symbol") else {"align": "left", "indent": 1}
                self.text(sheet, *at, str(value), text_wrap=True, **place, **_RULE)
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
            self.text(sheet, row, column, title, **(_HEADING | properties))

    def line(self, sheet: Worksheet, row: int, cells: Iterable[object], widths: tuple[int, ...]) -> None:
        """Write a row of an explaining sheet, as high as its texts need."""
        shown = ["" if cell is None else str(cell) for cell in cells]
        for column, (cell, text) in enumerate(zip(cells, shown, strict=True)):
            if isinstance(cell, int):
                sheet.write_number(row, column, cell, self.style(num_format="#,##0"))
            else:
                self.text(sheet, row, column, text, text_wrap=True)
        sheet.set_row(row, _height(shown, widths))

    def mart(self, mart: Sheet, rows: list[dict[str, Any]], comments: Mapping[str, str]) -> None:
        """Write the sheet of a mart."""
        names, front = mart.columns, len(mart.front.split())
        sheet = self.sheet(mart.zh, colour="#1F4E79", paper=_A3, repeat=HEADER_ROWS)
        self.headings(sheet, 0, [COLUMNS[name].zh for name in names])
        self.headings(sheet, 1, names, **_ENGLISH_HEADING)
        shown, widths = [], []
        for column, name in enumerate(names):
            heading = COLUMNS[name]
            about = f"{heading.about_zh}\n{_about_en(name, comments)}"
            sheet.write_comment(0, column, about, {"author": "minsheng", "x_scale": 2, "y_scale": 1.2})
            cells = [self.value(sheet, (n, column), name, row) for n, row in enumerate(rows, start=HEADER_ROWS)]
            widths.append(_width(name, cells))
            folded = {"level": 1, "hidden": True} if column >= front else {}
            sheet.set_column(column, column, widths[column], None, folded)
            shown.append(cells)
        sheet.set_column(len(names), len(names), None, None, {"collapsed": True})
        sheet.set_row(0, 32)
        for n, cells in enumerate(zip(*shown[:front], strict=True), start=HEADER_ROWS):
            sheet.set_row(n, _height(cells, widths))
        last = HEADER_ROWS + max(len(rows), 1) - 1
        sheet.freeze_panes(HEADER_ROWS, mart.frozen)
        sheet.autofilter(HEADER_ROWS - 1, 0, last, len(names) - 1)
        sheet.print_area(0, 0, last, front - 1)
        for column, name in enumerate(names):
            for code, colour in _COLOURS.get("grade" if name.endswith("grade") else name, {}).items():
                if name in _WORDS:
                    shade = self.book.add_format({"bg_color": colour})
                    word = self.words[_WORDS[name]][code].sign_zh
                    rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": shade}
                    sheet.conditional_format(HEADER_ROWS, column, last, column, rule)

    def about(
        self,
        connection: duckdb.DuckDBPyConnection,
        built_at: datetime,
        tables: list[tuple[Sheet, list[dict[str, Any]]]],
    ) -> None:
        """Write the first sheet: what this is, the sheets, the plans."""
        widths = (18, 16, 44, 44, 12, 12, 24, 25, 36, 9)
        sheet = self.listing("说明", (), widths)
        self.text(sheet, 0, 0, "民生：地方公共服务规划的目标与进展", bold=True, font_size=16)
        sheet.set_row(0, 26)
        self.text(sheet, 1, 0, "minsheng: the targets of Chinese local public-service plans", font_color="#595959")
        row = 3
        for zh, en, value in (("版本", "build", self.build_id), ("日期（UTC）", "date", f"{built_at:%Y-%m-%d}")):
            self.line(sheet, row, (zh, en, value), widths)
            row += 1
        for zh, en in _READING:
            row += 1
            sheet.merge_range(row, 0, row, 3, "")
            self.text(sheet, row, 0, f"{zh}\n{en}", text_wrap=True)
            sheet.set_row(row, 30)
        row += 2
        self.headings(sheet, row, ("工作表", "sheet", "每行内容", "one row is", "行数 rows"))
        listed: list[tuple[object, ...]] = [
            (mart.zh, mart.en, mart.about_zh, self.table_comment(connection, mart.mart), len(rows))
            for mart, rows in tables
        ]
        listed += [
            ("字段", "columns", "每个工作表的每一栏", "One row per column of a sheet.", None),
            ("代码", "codes", "符号、口径、结论等代码的含义", "One row per code.", None),
        ]
        for cells in listed:
            row += 1
            self.line(sheet, row, cells, widths)
            link = self.style(font_color="#1F4E79", underline=1)
            sheet.write_url(row, 0, f"internal:'{cells[0]}'!A1", link, string=str(cells[0]))
        row += 2
        self.text(sheet, row, 0, "来源：规划文件 Sources: the plans", bold=True, font_size=12)
        sheet.set_row(row, 20)
        row += 1
        titles = ("规划 plan", "代码 plan_id", "全称 title", "title_en", "印发日期", "状态", "印发机关", "文件 file")
        self.headings(sheet, row, (*titles, "SHA-256", "字符数"))
        plans = connection.execute(
            COMMON + "select plan.plan, plan_id, title_zh, title_en, issued_on, status, issuer, source_file,"
            " source_sha256, source_characters from dim_plan join plan using (plan_id)"
            " order by plan.first_year, plan_id"
        ).fetchall()
        for plan in plans:
            row += 1
            self.line(sheet, row, (*plan[:5], self.words["plan_status"][plan[5]].name_zh, *plan[6:]), widths)

    @staticmethod
    def table_comment(connection: duckdb.DuckDBPyConnection, mart: str) -> str:
        """Return what the warehouse says of a table."""
        found = connection.execute("select comment from duckdb_tables() where table_name = ?", [mart]).fetchone()
        return (found[0] or "").strip() if found else ""

    def columns(self, comments: Mapping[Sheet, Mapping[str, str]]) -> None:
        """Write the sheet that explains every column of every mart's sheet."""
        titles, widths = ("工作表", "栏目", "column", "含义", "meaning"), (10, 24, 30, 48, 80)
        sheet = self.listing("字段", titles, widths)
        lines = [
            (mart.zh, COLUMNS[name].zh, name, COLUMNS[name].about_zh, _about_en(name, known))
            for mart, known in comments.items()
            for name in mart.columns
        ]
        for row, line in enumerate(lines, start=1):
            self.line(sheet, row, line, widths)
        sheet.autofilter(0, 0, len(lines), len(titles) - 1)

    def codes(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Write the sheet that explains codes: operators, grades, verdicts, rules, units."""
        titles, widths = ("类别", "中文", "code", "含义", "meaning"), (16, 26, 32, 48, 80)
        sheet = self.listing("代码", titles, widths)
        lines = [
            (kind, f"{word.symbol} {word.name_zh}".strip(), code, word.meaning_zh, f"{word.name_en}: {word.meaning_en}")
            for code_list, kind in _KINDS.items()
            for code, word in self.words[code_list].items()
        ]
        lines += connection.execute(
            "select '规则', title_zh, check_id, '', title_en || '. ' || description from fct_check_run order by 3"
        ).fetchall()
        lines += connection.execute(
            "select '单位', coalesce(symbol, name_zh), unit_code, name_zh, name_en"
            " from dim_unit"
            " union all select '地区', name_zh, region_code, '', name_en from dim_region"
            " union all select '领域', name_zh, domain_code, '', name_en from dim_domain order by 1, 3"
        ).fetchall()
        for row, line in enumerate(lines, start=1):
            self.line(sheet, row, line, widths)
        sheet.autofilter(0, 0, len(lines), len(titles) - 1)

    def listing(self, zh: str, titles: tuple[str, ...], widths: tuple[int, ...]) -> Worksheet:
        """Add a sheet that explains, with a row of headings if there are titles."""
        sheet = self.sheet(zh, colour="#7F7F7F", paper=_A4, repeat=1 if titles else 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self.headings(sheet, 0, titles)
        if titles:
            sheet.freeze_panes(1, 0)
        return sheet


def _about_en(name: str, comments: Mapping[str, str]) -> str:
    return COLUMNS[name].about_en or comments.get(name, "")


def _width(name: str, shown: list[str]) -> float:
    """Return a column width that fits: that of the widest cell, within bounds beyond which text wraps."""
    # the Chinese heading wraps once, the button of the filter stands beside the English one, in small type
    heading = max(display_width(COLUMNS[name].zh) * 0.6 + 2, len(name) * 0.55 + 2, 6)
    return max(heading, min(max(map(display_width, shown), default=0) + 2.5, _WIDEST.get(name, 30)))


def _height(shown: Iterable[str], widths: Iterable[float]) -> float:
    """Return the height of a row, in points, in which all texts can be read."""
    lines = max(
        sum(max(1, math.ceil(_line_width(line) * 0.93 / (width - 1.5))) for line in text.split("\n"))
        for text, width in zip(shown, widths, strict=False)
    )
    return 14.0 * lines + 2


_A3, _A4 = 8, 9
_RULE = {"bottom": 1, "bottom_color": "#D9D9D9"}
_HEADING = {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
_ENGLISH_HEADING = {
    "bold": False,
    "bg_color": "#DCE6F1",
    "font_color": "#404040",
    "font_size": 8,
    "text_wrap": False,
    "shrink": True,
}
_WIDEST = {
    "subgroup": 16,
    "printed": 18,
    "value_text": 18,
    "earlier_value_text": 16,
    "later_value_text": 16,
    "left_printed": 18,
    "right_printed": 18,
    "all_values": 40,
    "explanation_zh": 50,
    "explanation_en": 50,
    "known_explanation_zh": 44,
    "known_explanation_en": 44,
    "grade_reason": 40,
    "definition_zh": 40,
    "definition_en": 60,
    "note": 34,
}
"""Widest that a column of text may be; others wrap at 30."""

_KINDS = {
    "operator": "符号",
    "value_role": "性质",
    "role_group": "性质",
    "match_grade": "口径",
    "period_basis": "期间",
    "statement_kind": "出处",
    "origin": "来源",
    "direction": "方向",
    "shape": "类型",
    "aggregation": "汇总",
    "component_kind": "项目构成",
    "population_base": "分母人群",
    "verdict": "结论",
    "verdict_reason": "无法评估原因",
    "baseline_source": "起点来源",
    "severity": "程度",
    "finding_status": "状态",
    "known_class": "归类",
    "plan_status": "规划状态",
}
"""Code lists of the workbook."""

_READING = (
    (
        "数字与文件一致：96% 记作 96%，小数位数与原文相同；“符号”列在数字之前，“原文”列在数字之后。",
        "Figures are as printed, 96 % is 96, with the document's decimals; the operator stands before, the text after.",
    ),
    (
        "口径“一致”“相近”的数值可比；“较宽”“较窄”只作附列，原因见“口径说明”。",
        "Values graded exact or close are comparable; broad and narrow ones are shown beside, with the reason.",
    ),
    (
        "“章节”“位置”指明数字在文件中的出处；“位置”为字符序号，从 0 数起。",
        "Section and offset (in characters, from 0) say where in the document a figure stands.",
    ),
    (
        "每表第一行为中文栏名，第二行为数据库栏名；栏名上的批注是其含义；点列上方的 [+] 展开代码列。",
        "Row 1 is Chinese, row 2 the column's name in the warehouse; hover for its meaning; [+] unfolds the codes.",
    ),
    (
        "换算、差值和比值由计算得出，最多显示必要的小数位；单元格内保存完整数值。",
        "Converted and calculated figures show the decimals they need; the cell holds the whole number.",
    ),
)
