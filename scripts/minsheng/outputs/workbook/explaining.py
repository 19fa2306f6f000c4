"""The sheets that explain the others: what this is, every column, every code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from minsheng.outputs.workbook import places
from minsheng.outputs.workbook.headings import COLUMNS
from minsheng.outputs.workbook.page import Page
from minsheng.outputs.workbook.tables import about_en

if TYPE_CHECKING:
    import duckdb
    from xlsxwriter.worksheet import Worksheet

    from minsheng.outputs.code_lists import Codes
    from minsheng.outputs.workbook.sheets import Sheet

KINDS = {
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
        "Figures are as printed, 96 % is 96, with the document's decimals; the operator before, the text after.",
    ),
    (
        "口径“一致”“相近”的数值可比；“较宽”“较窄”只作附列，原因见“口径说明”。",
        "Values graded exact or close are comparable; broad and narrow ones are shown beside, with the reason.",
    ),
    (
        "“章节”“位置”指明数字在文件中的出处；“位置”为字符序号，从 0 数起。",
        "Section and offset (in characters, from 0) say where in the document a figure is printed.",
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

_WIDTHS = (18, 16, 44, 44, 12, 12, 24, 25, 36, 9)
"""Columns of the first sheet."""


def about(
    page: Page, plans: list[tuple[Any, ...]], built_at: datetime, rows: Mapping[Sheet, int], compared: int
) -> None:
    """Write the first sheet: what this is, the sheets, the plans.

    Args:
        page: writes into the workbook.
        plans: rows of `PLANS`.
        built_at: when the warehouse was built, UTC.
        rows: sheets of views, with the number of their rows.
        compared: rows of the sheet of places.
    """
    sheet = page.listing("说明", (), _WIDTHS)
    page.text(sheet, 0, 0, "民生：地方公共服务规划的目标与进展", bold=True, font_size=16)
    sheet.set_row(0, 26)
    page.text(sheet, 1, 0, "minsheng: the targets of Chinese local public-service plans", font_color="#595959")
    row = 3
    for zh, en, value in (("版本", "build", page.build_id), ("日期（UTC）", "date", f"{built_at:%Y-%m-%d}")):
        page.line(sheet, row, (zh, en, value), _WIDTHS)
        row += 1
    for zh, en in _READING:
        row += 1
        sheet.merge_range(row, 0, row, 3, "")
        page.text(sheet, row, 0, f"{zh}\n{en}", text_wrap=True)
        sheet.set_row(row, 30)
    row = _contents(page, sheet, row + 2, rows, compared)
    _sources(page, sheet, row + 2, plans)


def _contents(page: Page, sheet: Worksheet, row: int, rows: Mapping[Sheet, int], compared: int) -> int:
    """List the sheets below a row; return the last one written."""
    page.headings(sheet, row, ("工作表", "sheet", "每行内容", "one row is", "行数 rows"))
    listed: list[tuple[object, ...]] = [(places.ZH, places.EN, places.ABOUT_ZH, places.ABOUT_EN, compared)]
    listed += [(one.zh, one.en, one.about_zh, one.about_en, rows[one]) for one in rows]
    listed += [
        ("字段", "columns", "每个工作表的每一栏", "One row per column of a sheet.", None),
        ("代码", "codes", "符号、口径、结论等代码的含义", "One row per code.", None),
    ]
    for cells in listed:
        row += 1
        page.line(sheet, row, cells, _WIDTHS)
        link = page.style(font_color="#1F4E79", underline=1)
        sheet.write_url(row, 0, f"internal:'{cells[0]}'!A1", link, string=str(cells[0]))
    return row


PLANS = (
    "select plan_zh, plan_id, plan_title_zh, plan_title_en, issued_on, status_zh, issuer, source_file, source_sha256,"
    " source_characters from bi.plan order by first_year, plan_id"
)


def _sources(page: Page, sheet: Worksheet, row: int, plans: list[tuple[Any, ...]]) -> None:
    """List the plans below a row."""
    page.text(sheet, row, 0, "来源：规划文件 Sources: the plans", bold=True, font_size=12)
    sheet.set_row(row, 20)
    titles = ("规划 plan", "代码 plan_id", "全称 title", "title_en", "印发日期", "状态", "印发机关", "文件 file")
    page.headings(sheet, row + 1, (*titles, "SHA-256", "字符数"))
    for n, plan in enumerate(plans, start=row + 2):
        page.line(sheet, n, plan, _WIDTHS)


def columns(page: Page, comments: Mapping[Sheet, Mapping[str, str]]) -> None:
    """Write the sheet that explains every column of every other sheet."""
    titles, widths = ("工作表", "栏目", "column", "含义", "meaning"), (10, 24, 30, 48, 80)
    lines = [
        (sheet.zh, COLUMNS[name].zh, name, COLUMNS[name].about_zh, about_en(name, known))
        for sheet, known in comments.items()
        for name in sheet.columns
    ]
    _listed(page, "字段", titles, widths, lines)


def codes(page: Page, connection: duckdb.DuckDBPyConnection, known: Codes) -> None:
    """Write the sheet that explains codes: operators, grades, verdicts, rules, units."""
    titles, widths = ("类别", "中文", "code", "含义", "meaning"), (16, 26, 32, 48, 80)
    lines: list[tuple[Any, ...]] = [
        (
            kind,
            f"{entry.symbol} {entry.name_zh}".strip(),
            code,
            entry.meaning_zh,
            f"{entry.name_en}: {entry.meaning_en}",
        )
        for code_list, kind in KINDS.items()
        for code, entry in known[code_list].items()
    ]
    lines += connection.execute(
        "select '规则', check_title_zh, check_id, description_zh, check_title_en || '. ' || description_en"
        " from bi.check_run order by check_id"
    ).fetchall()
    lines += connection.execute(
        "select '单位', coalesce(unit_symbol, unit_zh), unit_code, unit_zh, unit_en from bi.unit"
        " union all select '地区', region_zh, region_code, '', region_en from bi.region"
        " union all select '领域', domain_zh, domain_code, '', domain_en from bi.domain order by 1, 3"
    ).fetchall()
    _listed(page, "代码", titles, widths, lines)


def _listed(
    page: Page, zh: str, titles: tuple[str, ...], widths: tuple[int, ...], lines: list[tuple[Any, ...]]
) -> None:
    sheet = page.listing(zh, titles, widths)
    for row, line in enumerate(lines, start=1):
        page.line(sheet, row, line, widths)
    sheet.autofilter(0, 0, len(lines), len(titles) - 1)
