"""The texts of the pages for readers, in English and Chinese, and how a value is written with its operator."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from minsheng.messages import Language
from minsheng.outputs.figures import plain

if TYPE_CHECKING:
    from minsheng.outputs.code_lists import Codes

LANGUAGES = {"en": "English", "zh": "中文"}


TEXTS: dict[str, tuple[str, str]] = {
    "place": ("place", "地区"),
    "year": ("year", "年份"),
    "role": ("role", "性质"),
    "value": ("value", "数值"),
    "printed": ("as printed", "原文"),
    "where": ("where it says so", "出处"),
    "grade": ("grade, reason", "等级与理由"),
    "verdict": ("verdict", "评估结论"),
    "plan": ("plan", "规划"),
    "offset": ("offset", "偏移"),
    "section": ("section", "章节"),
    "indicator": ("indicator", "指标"),
    "baseline": ("baseline", "基期值"),
    "outcome": ("on record", "最新记录"),
    "promised_earlier": ("first promised", "最初目标"),
    "direction": ("direction", "方向"),
    "side_by_side": ("Side by side, by year", "按年份并列"),
    "early": ("before its year", "提前"),
    "all": ("all", "全部"),
    "domain": ("domain", "领域"),
    "region": ("place", "地区"),
    "unit": ("unit", "单位"),
    "audit": ("audit row", "审计行"),
    "column": ("column", "字段"),
    "holds": ("what it holds", "含义"),
    "more": ("Show more", "显示更多"),
    "chart_of": ("Chart", "图"),
    "table_of": ("The same as a table", "同图数据表"),
    "found_1": ("1 indicator", "1 个指标"),
    "found_n": ("{n} indicators", "{n} 个指标"),
    "found_0": (
        "Nothing has all these words. Try fewer or other words, or another domain.",
        "没有指标包含全部词语，请减少或更换词语，或更换领域。",
    ),
    "findings_1": ("1 finding", "1 条"),
    "findings_n": ("{n} findings", "{n} 条"),
    "targets_1": ("1 target", "1 个目标"),
    "targets_n": ("{n} targets", "{n} 个目标"),
    "in_plans_1": ("1 plan", "1 份规划"),
    "in_plans_n": ("{n} plans", "{n} 份规划"),
    "no_chart": (
        "No exact or close value with a number: nothing to draw. The table shows what is printed.",
        "没有一致或相近且有数值的记录，无图；所载内容见下表。",
    ),
    "table_only": (
        "{n} further values are in the table only: of a broader or narrower definition, or without a number.",
        "另有 {n} 个值只列于表中：口径较宽或较窄，或没有数值。",
    ),
    "no_series": (
        "No indicator here has values for two or more years.",
        "此处没有两年以上数据的指标。",
    ),
    "values_of": ("All values", "全部数值"),
    "per_year": ("a year", "年均"),
    "take_along": ("Take along", "取用"),
    "copy_link": ("Copy link", "复制链接"),
    "copied": ("Copied", "已复制"),
    "cite": ("How to cite", "引用方式"),
    "from_plans": ("From", "出自"),
    "build": ("build", "构建"),
}
"""English and Chinese for every text that scripts put on a page; {n} stands for a number."""


def heading(column: str, language: Language) -> str:
    """Return what a column of rows is called in a language; in English it keeps its name."""
    if language is Language.en:
        return column
    from minsheng.outputs.workbook.headings import COLUMNS

    if column in _HEADINGS_ZH:
        return _HEADINGS_ZH[column]
    return TEXTS[column][1] if column in TEXTS else COLUMNS[column].zh if column in COLUMNS else column


_HEADINGS_ZH = {
    "baseline_value": "基期值",
    "compared_grade": "口径",
    "code": "指标代码",
    "comparable_count": "可比目标数",
    "definition": "定义",
    "difference_to_province": "与全省之差",
    "direction": "方向",
    "explanation": "说明",
    "file_or_address": "文件或网址",
    "gap_closed_share": "补足差距的比例",
    "is_below_record": "低于已有记录",
    "is_compared": "可比",
    "is_promised": "是目标",
    "kind": "种类",
    "known_class": "归类",
    "known_explanation": "登记说明",
    "month": "月份",
    "notes": "说明",
    "other_printed": "对照值",
    "other_value_id": "对照值编号",
    "outcome_value": "记录值",
    "places": "地区数",
    "plans": "规划数",
    "promises": "承诺数",
    "published_on": "发布日期",
    "publisher": "发布机构",
    "rank_among_comparable": "位次",
    "remark": "说明",
    "rule": "规则",
    "scale": "位置",
    "severity": "程度",
    "sha256": "文件校验值",
    "share": "占比",
    "source_id": "来源代码",
    "stated_in": "出处",
    "statement_count": "出现次数",
    "status": "状态",
    "target_value": "目标值",
    "title": "标题",
    "value_count": "数值个数",
    "value_role": "性质",
    "verdict_reason": "原因",
}
"""Chinese headings of the terminal, where neither the pages nor the workbook have that column."""


def dictionary(language: str, codes: Codes) -> dict[str, str]:
    """Return the texts of the pages in one language, and the names of codes as `<code list>.<code>`."""
    side = list(LANGUAGES).index(language)
    return {key: texts[side] for key, texts in TEXTS.items()} | {
        f"{code_list}.{code}": entry.name_zh if language == "zh" else entry.name_en
        for code_list, listed in codes.items()
        for code, entry in listed.items()
    }


def written(
    operator: str, value: Decimal | None, upper: Decimal | None = None, *, sign: str, promised: bool = True
) -> str:
    """Write a value with its operator; a recorded plain figure needs none.

    Args:
        operator: as in fct_plan_value.
        value: the number; None where the text has none.
        upper: the upper end of a range, in the same unit.
        sign: how the operator is written.
        promised: whether the value is a target, whose operator is always written.

    Returns:
        `≥ 58`, `10–15`, `= 25`; an empty text without a number.
    """
    if value is None:
        return ""
    if operator == "between" and upper is not None:
        return f"{plain(value)}–{plain(upper)}"
    if operator == "eq" and not promised:
        return plain(value)
    return f"{sign} {plain(value)}"
