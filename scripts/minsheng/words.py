"""What codes are called on pages for readers, in English and Chinese, and how a value is written with its operator."""

from __future__ import annotations

from decimal import Decimal

from minsheng.compare import plain

LANGUAGES = {"en": "English", "zh": "中文"}

SIGNS = {
    "ge": "≥",
    "gt": ">",
    "le": "≤",
    "lt": "<",
    "eq": "=",
    "approx": "≈",
    "maintain": "保持",
    "full_coverage": "全覆盖",
}
"""The operators that have a sign; they read alike in both languages."""

WORDS: dict[str, tuple[str, str]] = {
    # operators
    "eq": ("exactly as printed", "等于"),
    "ge": ("at least", "不低于"),
    "gt": ("more than", "高于"),
    "le": ("at most", "不高于"),
    "lt": ("less than", "低于"),
    "approx": ("about", "左右"),
    "between": ("between", "区间"),
    "maintain": ("keep at", "保持"),
    "full_coverage": ("full coverage, in words", "全覆盖"),
    "external": ("set elsewhere", "另有规定"),
    "not_published": ("figure still to come", "待公布"),
    "none": ("blank cell", "空白"),
    # roles
    "target": ("promised", "目标"),
    "baseline": ("recorded (baseline)", "基期"),
    "actual": ("recorded", "现状"),
    "recorded": ("recorded", "记录值"),
    "observation": ("recorded elsewhere", "另行记录"),
    # grades
    "exact": ("exact", "等同"),
    "close": ("close", "相近"),
    "broad": ("broad: printed one is wider", "较宽"),
    "narrow": ("narrow: printed one is a part", "较窄"),
    "related": ("related: not compared", "相关"),
    # kinds of statement
    "indicator_table": ("indicator table", "指标表"),
    "commitment": ("running text or box", "正文或专栏"),
    "investment": ("investment table", "投资表"),
    "project": ("project table", "项目表"),
    # directions
    "higher_better": ("more is better", "越高越好"),
    "lower_better": ("less is better", "越低越好"),
    "neutral": ("neither more nor less is better", "无优劣方向"),
    # verdicts
    "target_achieved": ("achieved", "已实现"),
    "maintained": ("maintained", "已保持"),
    "substantial_progress": ("substantial progress", "进展明显"),
    "moderate_progress": ("moderate progress", "进展一般"),
    "limited_progress": ("limited progress", "进展有限"),
    "deterioration": ("deterioration", "倒退"),
    "not_maintained": ("not maintained", "未保持"),
    "not_assessable": ("cannot be judged", "无法评判"),
    # why not
    "no_outcome_yet": ("no later value on record", "尚无后续记录"),
    "no_baseline": ("falls short, and no base on record", "未达标且无基期"),
    "external_target": ("no number of its own", "目标无数值"),
    "definition_differs": ("broader or narrower definition", "口径不同"),
    "definition_changed": ("later values of another definition only", "口径改变"),
    "no_direction": ("neither more nor less is better", "无优劣方向"),
    "contradictory_sources": ("the plan gives two numbers", "文本自相矛盾"),
    "project_amount": ("amount of a project", "项目金额或规模"),
    # findings
    "critical": ("critical", "严重"),
    "warning": ("warning", "警告"),
    "info": ("information", "提示"),
    "fail": ("new", "新发现"),
    "explained": ("registered", "已登记"),
    "not_applicable": ("set aside", "不适用"),
    "slip": ("slip", "笔误"),
    "revision": ("revision", "修订"),
    "definition": ("definition", "口径"),
    "ambition": ("ambition", "目标力度"),
    "policy": ("policy", "政策"),
    # plans
    "in force": ("in force", "现行"),
    "draft for public comment": ("draft for public comment", "征求意见稿"),
    # exclusions
    "item_number": ("item number", "编号"),
    "table_number": ("table number", "表号"),
    "date": ("date", "日期"),
    "document_number": ("document number", "文号"),
    "contact": ("contact", "联系方式"),
    "population_definition": ("definition of a population", "人群界定"),
    "name": ("name", "名称"),
    "code_phrase": ("fixed phrase", "固定提法"),
    "listed_count": ("count of what is listed", "列举计数"),
    "background": ("background", "背景"),
    # the pages' own
    "place": ("place", "地区"),
    "year": ("year", "年份"),
    "role": ("role", "性质"),
    "value": ("value", "数值"),
    "printed": ("as printed", "原文"),
    "where": ("where it says so", "出处"),
    "grade": ("grade, reason", "等级与理由"),
    "verdict": ("verdict", "评判"),
    "plan": ("plan", "规划"),
    "offset": ("offset", "偏移"),
    "section": ("section", "章节"),
    "indicator": ("indicator", "指标"),
    "base": ("base", "基期值"),
    "outcome": ("on record", "最新记录"),
    "promised_earlier": ("first promised", "最初目标"),
    "direction": ("direction", "方向"),
    "side_by_side": ("Side by side, by year", "按年份并列"),
    "early": ("before its year", "提前"),
    "all": ("all", "全部"),
    "domain": ("domain", "领域"),
    "region": ("place", "地区"),
    "targets": ("targets", "目标数"),
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
        "没有指标包含全部词语,请减少或更换词语,或更换领域。",
    ),
    "findings_1": ("1 finding", "1 条"),
    "findings_n": ("{n} findings", "{n} 条"),
    "targets_1": ("1 target", "1 个目标"),
    "targets_n": ("{n} targets", "{n} 个目标"),
    "in_plans_1": ("1 plan", "1 份规划"),
    "in_plans_n": ("{n} plans", "{n} 份规划"),
    "no_chart": (
        "No exact or close value with a number: nothing to draw. The table shows what is printed.",
        "没有等同或相近且有数值的记录,无图;所载内容见下表。",
    ),
    "table_only": (
        "{n} further values stand in the table only: of a broader or narrower definition, or without a number.",
        "另有 {n} 个值只列于表中:口径较宽或较窄,或没有数值。",
    ),
    "no_series": (
        "No indicator here has values for two or more years.",
        "此处没有两年以上数据的指标。",
    ),
    "values_of": ("All values", "全部数值"),
    "per_year": ("a year", "年均"),
}
"""English and Chinese for every code and every word that scripts put on a page; {n} stands for a number."""


def dictionary(language: str) -> dict[str, str]:
    """Return the words in one language, by code."""
    side = list(LANGUAGES).index(language)
    return {code: words[side] for code, words in WORDS.items()}


def written(operator: str, value: Decimal | None, upper: Decimal | None = None, *, promised: bool = True) -> str:
    """Write a value with its operator; a recorded plain figure needs none.

    Args:
        operator: as in fct_plan_value.
        value: the number; None where the words have none.
        upper: the upper end of a range, in the same unit.
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
    return f"{SIGNS[operator]} {plain(value)}"
