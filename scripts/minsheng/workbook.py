"""One Excel workbook of the published warehouse, for people who read figures in sheets.

A figure stands there as the warehouse holds it, its operator in the column before it and the printed text after it. The
first header row is Chinese, the second is the column's name in the warehouse; both stay in view. Columns for readers come
first and are printed; codes and further figures follow in a folded group.

Text is always written as text, so nothing that a document prints can become a formula. Equal warehouses give equal bytes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from minsheng.labels import CODES, COLUMNS, word

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


@dataclass(frozen=True)
class Sheet:
    """A sheet: one row per row of its mart.

    Attributes:
        zh: name of the sheet.
        en: the same in English.
        mart: the table whose rows it holds.
        about_zh: what one row is, in Chinese.
        front: columns for readers, in order; these are printed.
        frozen: how many of them stay in view.
        back: columns for analysts.
        sql: query that gives all of them, in the order of the rows.
    """

    zh: str
    en: str
    mart: str
    about_zh: str
    front: str
    frozen: int
    back: str
    sql: str

    @property
    def columns(self) -> list[str]:
        """All columns, those for readers first."""
        return self.front.split() + self.back.split()


_COMMON = """
    with plan as (
        select p.plan_id, p.first_year, r.name_zh || ' ' || p.first_year || '–' || p.last_year as plan
        from dim_plan as p join dim_region as r using (region_code)
    ), unit as (
        select unit_code, case when symbol = '' then name_zh else symbol end as symbol from dim_unit
    ), printed as (
        select value_id, section, char_start, value_text || unit_text as printed, base_unit_code from fct_plan_value
    )
"""

_VALUES = """
    select f.*, plan.plan, r.name_zh as region, d.name_zh as domain, i.name_zh as indicator, i.name_en as indicator_en,
        i.domain_code, f.operator as symbol, u.symbol as unit, b.symbol as base_unit, f.value_text || f.unit_text as printed,
        f.value_role as role, f.period_basis as basis, f.match_grade as grade, m.reason as grade_reason,
        f.statement_kind as kind
    from {mart} as f
    join plan using (plan_id)
    join dim_region as r using (region_code)
    join dim_indicator as i using (indicator_code)
    join dim_domain as d using (domain_code)
    join unit as u on u.unit_code = f.unit_code
    join unit as b on b.unit_code = f.base_unit_code
    join bridge_indicator_match as m using (plan_id, label, subgroup)
    order by plan.first_year, f.plan_id, f.char_start, f.value_id
"""

_VALUES_FRONT = (
    "plan indicator label subgroup region domain period_start_year period_end_year basis symbol value value_upper unit"
    " printed is_core grade grade_reason kind section char_start note"
)
_VALUES_BACK = (
    "value_id plan_id indicator_code indicator_en domain_code region_code value_role period_basis operator unit_code"
    " value_text value_base base_unit base_unit_code lower_bound_base lower_inclusive upper_bound_base upper_inclusive"
    " yearly_average_base match_grade statement_kind table_row table_column"
)

SHEETS = (
    Sheet(
        "对比",
        "comparison",
        "mart_indicator_comparison",
        "每行为一个指标、地区、年份、性质；各规划最吻合的数值并列",
        "indicator region domain year role unit plan_count earlier_plan earlier_symbol earlier_value earlier_value_text"
        " earlier_grade earlier_section later_plan later_symbol later_value later_value_text later_grade later_section"
        " difference_pp all_values",
        2,
        "indicator_code indicator_en region_code domain_code value_role unit_code earlier_grade_reason earlier_label"
        " earlier_plan_id earlier_value_id earlier_match_grade earlier_operator earlier_value_base later_grade_reason"
        " later_label later_plan_id later_value_id later_match_grade later_operator later_value_base difference_base"
        " base_unit base_unit_code",
        """
        select c.*, c.name_zh as indicator, c.name_en as indicator_en, r.name_zh as region, d.name_zh as domain,
            c.value_role as role, u.symbol as unit, b.symbol as base_unit,
            ep.plan as earlier_plan, lp.plan as later_plan, c.earlier_operator as earlier_symbol,
            c.later_operator as later_symbol, c.earlier_match_grade as earlier_grade, c.later_match_grade as later_grade,
            e.section as earlier_section, l.section as later_section,
            em.reason as earlier_grade_reason, lm.reason as later_grade_reason
        from mart_indicator_comparison as c
        join dim_region as r using (region_code)
        join dim_domain as d using (domain_code)
        join unit as u on u.unit_code = c.unit_code
        join unit as b on b.unit_code = c.base_unit_code
        left join plan as ep on ep.plan_id = c.earlier_plan_id
        left join plan as lp on lp.plan_id = c.later_plan_id
        left join fct_plan_value as e on e.value_id = c.earlier_value_id
        left join fct_plan_value as l on l.value_id = c.later_value_id
        left join bridge_indicator_match as em
            on em.plan_id = e.plan_id and em.label = e.label and em.subgroup = e.subgroup
        left join bridge_indicator_match as lm
            on lm.plan_id = l.plan_id and lm.label = l.label and lm.subgroup = l.subgroup
        order by d.sort_order, c.indicator_code, c.region_code, c.year, c.value_role
        """,
    ),
    Sheet(
        "目标",
        "targets",
        "fct_target",
        "每行为一个承诺的数值",
        _VALUES_FRONT,
        2,
        _VALUES_BACK,
        _VALUES.format(mart="fct_target"),
    ),
    Sheet(
        "记录值",
        "recorded values",
        "fct_observation",
        "每行为一个已记录的数值（基期值或实际值）",
        _VALUES_FRONT.replace("basis", "role basis"),
        2,
        _VALUES_BACK,
        _VALUES.format(mart="fct_observation"),
    ),
    Sheet(
        "进展",
        "progress",
        "mart_target_progress",
        "每行为一个目标及其完成结论；可评估者在前",
        "plan indicator region domain printed symbol value_base base_unit period_end_year base_year base_value_base"
        " outcome_year outcome_value_base growth_ratio linear_pace verdict_zh is_achieved_early reason_zh section"
        " char_start",
        2,
        "value_id plan_id indicator_code indicator_en region_code domain_code verdict reason direction shape"
        " period_start_year period_basis operator value_text base_unit_code base_source base_plan_id base_value_id"
        " outcome_plan_id outcome_value_id required_yearly_change_base required_yearly_change_pp"
        " observed_yearly_change_base required_cagr observed_cagr growth_band linear_band has_differing_bands score"
        " elapsed_share is_met is_base_beyond_target method_id method_version",
        """
        select p.*, plan.plan, i.name_zh as indicator, i.name_en as indicator_en, r.name_zh as region,
            d.name_zh as domain, v.printed, p.operator as symbol, b.symbol as base_unit, p.verdict as verdict_zh,
            p.reason as reason_zh, v.section, v.char_start
        from mart_target_progress as p
        join plan using (plan_id)
        join dim_indicator as i using (indicator_code)
        join dim_region as r using (region_code)
        join dim_domain as d on d.domain_code = p.domain_code
        join unit as b on b.unit_code = p.base_unit_code
        join printed as v using (value_id)
        order by p.verdict = 'not_assessable', plan.first_year, p.plan_id, v.char_start, p.value_id
        """,
    ),
    Sheet(
        "问题",
        "findings",
        "fct_finding",
        "每行为一处前后矛盾、目标偏低或不可能的数字",
        "plan severity_zh rule_zh indicator region year left_printed left_section left_char_start right_plan"
        " right_printed right_section right_char_start explanation status_zh known_class_zh known_explanation review_on",
        3,
        "finding_key check_id severity status known_class plan_id indicator_code region_code left_value_id left_value"
        " right_plan_id right_value_id right_value difference tolerance base_unit",
        """
        select f.*, plan.plan, rp.plan as right_plan, i.name_zh as indicator, r.name_zh as region, b.symbol as base_unit,
            lv.base_unit_code,
            f.severity as severity_zh, f.status as status_zh, f.known_class as known_class_zh,
            run.title as rule_zh, lv.printed as left_printed, lv.char_start as left_char_start,
            rv.printed as right_printed, rv.char_start as right_char_start
        from fct_finding as f
        join plan using (plan_id)
        join fct_check_run as run on run.check_id = f.check_id
        left join plan as rp on rp.plan_id = f.right_plan_id
        left join dim_indicator as i on i.indicator_code = f.indicator_code
        left join dim_region as r on r.region_code = f.region_code
        left join printed as lv on lv.value_id = f.left_value_id
        left join printed as rv on rv.value_id = f.right_value_id
        left join unit as b on b.unit_code = lv.base_unit_code
        order by plan.first_year, f.plan_id,
            case f.severity when 'critical' then 1 when 'warning' then 2 else 3 end, f.check_id, f.finding_key
        """,
    ),
    Sheet(
        "投资",
        "investments",
        "fct_investment",
        "每行为投资表的一行：一类设施，或所印合计",
        "plan line_no name category is_total project_count total_printed total_yuan in_plan_printed in_plan_yuan section"
        " char_start",
        3,
        "plan_id total_value_id in_plan_value_id project_count_value_id",
        """
        select f.*, plan.plan, t.printed as total_printed, p.printed as in_plan_printed, t.section, t.char_start
        from fct_investment as f
        join plan using (plan_id)
        left join printed as t on t.value_id = f.total_value_id
        left join printed as p on p.value_id = f.in_plan_value_id
        order by plan.first_year, f.plan_id, f.line_no
        """,
    ),
    Sheet(
        "项目",
        "projects",
        "fct_project",
        "每行为文件所列的一个项目",
        "plan project_no name category project_type start_year end_year is_outside_plan_period region place_text"
        " total_printed total_yuan in_plan_printed in_plan_yuan executing_organizations section char_start note",
        3,
        "plan_id region_code total_value_id in_plan_value_id",
        """
        select f.*, plan.plan, r.name_zh as region, t.printed as total_printed, p.printed as in_plan_printed, t.section,
            t.char_start
        from fct_project as f
        join plan using (plan_id)
        left join dim_region as r on r.region_code = f.region_code
        left join printed as t on t.value_id = f.total_value_id
        left join printed as p on p.value_id = f.in_plan_value_id
        order by plan.first_year, f.plan_id, f.project_no
        """,
    ),
    Sheet(
        "指标",
        "indicators",
        "dim_indicator",
        "每行为一个标准指标及其定义",
        "indicator indicator_en domain unit definition direction_zh shape_zh population_base floor ceiling plan_count"
        " region_count is_comparable",
        1,
        "indicator_code domain_code unit_code direction shape",
        """
        select i.*, i.name_zh as indicator, i.name_en as indicator_en, d.name_zh as domain, u.symbol as unit,
            i.direction as direction_zh, i.shape as shape_zh
        from dim_indicator as i
        join dim_domain as d using (domain_code)
        join unit as u on u.unit_code = i.unit_code
        order by d.sort_order, i.indicator_code
        """,
    ),
)

_WORDS = {
    "symbol": "operator",
    "earlier_symbol": "operator",
    "later_symbol": "operator",
    "role": "value_role",
    "basis": "period_basis",
    "kind": "statement_kind",
    "grade": "match_grade",
    "earlier_grade": "match_grade",
    "later_grade": "match_grade",
    "verdict_zh": "verdict",
    "reason_zh": "reason",
    "severity_zh": "severity",
    "status_zh": "status",
    "known_class_zh": "known_class",
    "direction_zh": "direction",
    "shape_zh": "shape",
}
"""Columns that show a code in Chinese, and the kind of code."""

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

    build_id, built_at = connection.execute("select run_id, ran_at from ge_run order by ran_at desc limit 1").fetchone()
    tables = [(sheet, _rows(connection, sheet)) for sheet in SHEETS]
    for sheet, rows in tables:
        if len(rows) + HEADER_ROWS > MAX_ROWS:
            raise DoesNotFit(
                f"{sheet.zh} ({sheet.mart}) has {len(rows):,} rows, an Excel sheet holds {MAX_ROWS - HEADER_ROWS:,}"
                f' below the headers; take `minsheng query "from {sheet.mart}" --format parquet` instead'
            )
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with xlsxwriter.Workbook(str(partial), options) as book:
            book.set_properties(
                {
                    "title": "民生：地方公共服务规划的目标与进展",
                    "subject": "Targets of Chinese local public-service plans",
                    "comments": f"minsheng build {build_id}",
                    "keywords": "公共服务, 规划, 目标, minsheng",
                    "created": built_at,
                }
            )
            page = _Page(book, build_id)
            page.about(connection, built_at, tables)
            for sheet, rows in tables:
                page.mart(sheet, rows, _comments(connection, sheet.mart))
            page.columns({sheet: _comments(connection, sheet.mart) for sheet in SHEETS})
            page.codes(connection)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return {sheet.zh: len(rows) for sheet, rows in tables}


def _rows(connection: duckdb.DuckDBPyConnection, sheet: Sheet) -> list[dict[str, Any]]:
    relation = connection.execute(_COMMON + sheet.sql)
    names = [name for name, *_ in relation.description]
    rows = [dict(zip(names, row, strict=True)) for row in relation.fetchall()]
    for row in rows:
        for column, kind in _WORDS.items():
            if column in row:
                row[column] = word(kind, row[column])
        if "rule_zh" in row and row["check_id"] in CODES["check"]:
            row["rule_zh"] = word("check", row["check_id"])
    return rows


def _comments(connection: duckdb.DuckDBPyConnection, mart: str) -> dict[str, str]:
    found = connection.execute(
        "select column_name, comment from duckdb_columns() where table_name = ? and comment is not null", [mart]
    ).fetchall()
    return {name: comment.strip() for name, comment in found}


def shown_decimals(value: Decimal, text: str | None) -> int:
    """Say how many decimals of a figure to show.

    Args:
        value: the figure.
        text: the printed text that it comes from; None for a calculated figure.

    Returns:
        The decimals that the text prints (1 for `98.0%`). For a figure that the text does not print as such, all that it
        has, or two where it was rounded.
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


def _line_width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line)


class _Page:
    """Writes the sheets of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook, build_id: str) -> None:
        self.book = book
        self.build_id = build_id
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
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
        sheet.write_string(row, column, text, self.format(**properties))

    def value(self, sheet: Worksheet, at: tuple[int, int], column: str, row: Mapping[str, Any]) -> str:
        """Write one cell of a mart; return what it shows."""
        value = row[column]
        match value:
            case None:
                sheet.write_blank(*at, None, self.format())
                return ""
            case bool():
                self.text(sheet, *at, "是" if value else "否", align="center")
                return "是"
            case Decimal():
                number_format = _number_format(column, value, row)
                # XlsxWriter writes 16 digits; a figure beyond is kept whole as text
                if Decimal(f"{float(value):.16G}") != value:
                    self.text(sheet, *at, f"{value:f}", align="right")
                    return f"{value:f}"
                sheet.write_number(*at, float(value), self.format(num_format=number_format))
                decimals = len(number_format.partition(".")[2].partition(";")[0].strip('"%'))
                return f"{value:,.{decimals}f}%"
            case int():
                counted = column.endswith("_count")
                sheet.write_number(*at, value, self.format(num_format="#,##0" if counted else "0"))
                return str(value)
            case date():
                sheet.write_datetime(*at, datetime(value.year, value.month, value.day), self.format(num_format="yyyy-mm-dd"))
                return "0000-00-00"
            case _:
                centred = {"align": "center"} if column in _WORDS and column.endswith("symbol") else {}
                self.text(sheet, *at, str(value), text_wrap=True, **centred)
                return str(value)

    def sheet(self, zh: str, columns: int, *, colour: str, repeat: int) -> Worksheet:
        """Add a sheet with its page set up for printing."""
        sheet = self.book.add_worksheet(zh)
        sheet.set_tab_color(colour)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f'&L&"{_FONT}"&9民生 minsheng&C&"{_FONT}"&11&A&R&9build {self.build_id}')
        sheet.set_footer("&C&9&P / &N")
        if repeat:
            sheet.repeat_rows(0, repeat - 1)
        return sheet

    def headings(self, sheet: Worksheet, row: int, titles: Iterable[str], **properties: Any) -> None:
        """Write a row of headings."""
        style = {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True, "valign": "vcenter"}
        for column, title in enumerate(titles):
            self.text(sheet, row, column, title, **(style | properties))

    def mart(self, mart: Sheet, rows: list[dict[str, Any]], comments: Mapping[str, str]) -> None:
        """Write the sheet of a mart."""
        names, front = mart.columns, len(mart.front.split())
        sheet = self.sheet(mart.zh, len(names), colour="#1F4E79", repeat=HEADER_ROWS)
        self.headings(sheet, 0, [COLUMNS[name].zh for name in names])
        self.headings(sheet, 1, names, bold=False, font_size=8, bg_color="#DCE6F1", font_color="#404040")
        sheet.set_row(0, 32)
        sheet.set_row(1, 24)
        widths = []
        for column, name in enumerate(names):
            heading = COLUMNS[name]
            about = f"{heading.about_zh}\n{_about_en(name, comments)}"
            sheet.write_comment(0, column, about, {"author": "minsheng", "x_scale": 2, "y_scale": 1.2})
            shown = [
                self.value(sheet, (n, column), name, row) for n, row in enumerate(rows, start=HEADER_ROWS)
            ]
            widths.append(_width(heading.zh, name, shown))
        last = HEADER_ROWS + len(rows) - 1
        for column, width in enumerate(widths):
            folded = {"level": 1, "hidden": True} if column >= front else {}
            sheet.set_column(column, column, width, None, folded)
        sheet.set_column(len(names), len(names), None, None, {"collapsed": True})
        sheet.freeze_panes(HEADER_ROWS, mart.frozen)
        sheet.autofilter(HEADER_ROWS - 1, 0, max(last, HEADER_ROWS - 1), len(names) - 1)
        sheet.print_area(0, 0, max(last, HEADER_ROWS), front - 1)
        for column, name in enumerate(names):
            kind = "grade" if name.endswith("grade") else name
            for code, colour in _COLOURS.get(kind, {}).items() if rows and name in _WORDS else ():
                shade = self.book.add_format({"bg_color": colour})
                rule = {"type": "cell", "criteria": "==", "value": f'"{word(_WORDS[name], code)}"', "format": shade}
                sheet.conditional_format(HEADER_ROWS, column, last, column, rule)

    def about(
        self,
        connection: duckdb.DuckDBPyConnection,
        built_at: datetime,
        tables: list[tuple[Sheet, list[dict[str, Any]]]],
    ) -> None:
        """Write the first sheet: what this is, the sheets, the plans."""
        sheet = self.sheet("说明", 4, colour="#7F7F7F", repeat=0)
        for column, width in enumerate((18, 22, 46, 46, 14, 12, 24, 26, 68, 10)):
            sheet.set_column(column, column, width)
        self.text(sheet, 0, 0, "民生：地方公共服务规划的目标与进展", bold=True, font_size=16)
        self.text(sheet, 1, 0, "minsheng: the targets of Chinese local public-service plans", font_color="#595959")
        row = 3
        for zh, en, value in (
            ("版本", "build", self.build_id),
            ("日期（UTC）", "date", f"{built_at:%Y-%m-%d}"),
        ):
            self.text(sheet, row, 0, zh, bold=True)
            self.text(sheet, row, 1, en, font_color="#595959")
            self.text(sheet, row, 2, value)
            row += 1
        row += 1
        for zh, en in _READING:
            sheet.merge_range(row, 0, row, 3, "")
            self.text(sheet, row, 0, f"{zh}\n{en}", text_wrap=True)
            sheet.set_row(row, 30)
            row += 1
        row += 1
        self.headings(sheet, row, ("工作表", "sheet", "每行内容", "one row is", "行数 rows"))
        others = [
            ("字段", "columns", "每个工作表的每一栏", "One row per column of a sheet.", None),
            ("代码", "codes", "符号、口径、结论等代码的含义", "One row per code.", None),
        ]
        listed = [(s.zh, s.en, s.about_zh, self.table_comment(connection, s.mart), len(rows)) for s, rows in tables]
        for zh, en, about_zh, about_en, count in listed + others:
            row += 1
            link = self.format(font_color="#1F4E79", underline=1)
            sheet.write_url(row, 0, f"internal:'{zh}'!A1", link, string=zh)
            self.text(sheet, row, 1, en)
            self.text(sheet, row, 2, about_zh, text_wrap=True)
            self.text(sheet, row, 3, about_en, text_wrap=True)
            if count is not None:
                sheet.write_number(row, 4, count, self.format(num_format="#,##0"))
        row += 2
        self.text(sheet, row, 0, "来源：规划文件 Sources: the plans", bold=True, font_size=12)
        row += 1
        titles = ("规划 plan", "代码 plan_id", "全称 title", "title_en", "印发日期", "状态", "印发机关", "文件 file")
        self.headings(sheet, row, (*titles, "SHA-256", "字符数"))
        plans = connection.execute(
            _COMMON + "select plan.plan, plan_id, title_zh, title_en, issued_on, status, issuer, source_file,"
            " source_sha256, source_characters from dim_plan join plan using (plan_id) order by plan.first_year, plan_id"
        ).fetchall()
        for plan in plans:
            row += 1
            for column, value in enumerate(plan):
                if column == 5:
                    value = word("plan_status", value)
                if isinstance(value, int):
                    sheet.write_number(row, column, value, self.format(num_format="#,##0"))
                else:
                    self.text(sheet, row, column, "" if value is None else str(value), text_wrap=True)

    @staticmethod
    def table_comment(connection: duckdb.DuckDBPyConnection, mart: str) -> str:
        """Return what the warehouse says of a table."""
        found = connection.execute("select comment from duckdb_tables() where table_name = ?", [mart]).fetchone()
        return (found[0] or "").strip() if found else ""

    def columns(self, comments: Mapping[Sheet, Mapping[str, str]]) -> None:
        """Write the sheet that explains every column of every mart's sheet."""
        titles = ("工作表", "栏目", "column", "含义", "meaning")
        sheet = self.listing("字段", titles, (10, 22, 30, 48, 80))
        row = 0
        for mart, known in comments.items():
            for name in mart.columns:
                row += 1
                heading = COLUMNS[name]
                cells = (mart.zh, heading.zh, name, heading.about_zh, _about_en(name, known))
                for column, cell in enumerate(cells):
                    self.text(sheet, row, column, cell, text_wrap=True)
        sheet.autofilter(0, 0, row, len(titles) - 1)

    def codes(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Write the sheet that explains codes: operators, grades, verdicts, rules, units."""
        titles = ("类别", "中文", "code", "含义", "meaning")
        sheet = self.listing("代码", titles, (16, 26, 32, 48, 80))
        rules = dict(connection.execute("select check_id, title || '. ' || description from fct_check_run").fetchall())
        lines = [
            (_KINDS[kind], known.zh, code, known.about_zh, rules.get(code, known.en))
            for kind, codes in CODES.items()
            for code, known in codes.items()
        ]
        lines += connection.execute(
            "select '单位', case when symbol = '' then name_zh else symbol end, unit_code, name_zh, name_en from dim_unit"
            " union all select '地区', name_zh, region_code, '', name_en from dim_region"
            " union all select '领域', name_zh, domain_code, '', name_en from dim_domain order by 1, 3"
        ).fetchall()
        for row, line in enumerate(lines, start=1):
            for column, cell in enumerate(line):
                self.text(sheet, row, column, cell, text_wrap=True)
        sheet.autofilter(0, 0, len(lines), len(titles) - 1)

    def listing(self, zh: str, titles: tuple[str, ...], widths: tuple[int, ...]) -> Worksheet:
        """Add a sheet that explains."""
        sheet = self.sheet(zh, len(titles), colour="#7F7F7F", repeat=1)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self.headings(sheet, 0, titles)
        sheet.freeze_panes(1, 0)
        return sheet


def _about_en(name: str, comments: Mapping[str, str]) -> str:
    return COLUMNS[name].about_en or comments.get(name, "")


def _width(zh: str, en: str, shown: list[str]) -> float:
    """Return a column width that fits: the widest of its cells, within bounds beyond which text wraps."""
    # two lines of small type hold the English name, one line the Chinese one and the button of the filter
    heading = max(display_width(zh) + 1, len(en) * 0.45 + 2)
    return min(max(heading, 6, *(display_width(text) + 1.5 for text in shown), 0), 36)


_KINDS = {
    "operator": "符号",
    "value_role": "性质",
    "match_grade": "口径",
    "period_basis": "期间",
    "statement_kind": "出处",
    "direction": "方向",
    "shape": "类型",
    "verdict": "结论",
    "reason": "无法评估原因",
    "base_source": "起点来源",
    "severity": "程度",
    "status": "状态",
    "known_class": "归类",
    "check": "规则",
    "plan_status": "规划状态",
}

_READING = (
    (
        "数字与文件一致：96% 记作 96%，小数位数与原文相同；“符号”列在数字之前，“原文”列在数字之后。",
        "Figures are as printed: 96 % is 96, with the decimals of the document; the operator stands before, the text after.",
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
