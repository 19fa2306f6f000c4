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
    "offset": ("offset", "字符位置"),
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
    "audit": ("audit row", "评估依据"),
    "column": ("column", "字段"),
    "holds": ("what it holds", "含义"),
    "more": ("Show more", "显示更多"),
    "chart_of": ("Chart", "图"),
    "table_of": ("The same as a table", "图中数据"),
    "adding_up": ("adding up", "能否相加"),
    "years_add": (
        "Values of several years may be added, too, but never a sum over years and its years.",
        "各年数值也可相加，但多年合计不可与其中各年相加。",
    ),
    "years_do_not_add": (
        "Values of several years may not be added: what exists in one year exists in the next, too.",
        "各年数值不可相加：存量逐年延续。",
    ),
    "may_i_add": ("Which of these numbers may be added up?", "这些数字哪些可以相加？"),
    "never_added": (
        "Never added: a place and its parts, a sum over years and its years, a promise and its repetition.",
        "任何情况下都不可相加：一地与其下属地区、多年合计与其中各年、同一承诺的重复表述。",
    ),
    "responsible": ("Who is responsible", "由谁负责"),
    "as_named": (
        "As the plan names them: beside the promise, or for its whole paragraph.",
        "依规划所列：或列于承诺之后，或列于其所在段落。",
    ),
    "now": ("now", "现为"),
    "true": ("yes", "是"),
    "false": ("no", "否"),
    "body": ("responsible body", "责任单位"),
    "bodies_1": ("1 responsible body", "1 个责任单位"),
    "bodies_n": ("{n} responsible bodies", "{n} 个责任单位"),
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
    "take_along": ("Take along", "下载与引用"),
    "filter_rows": ("Rows with", "筛选"),
    "findings": ("Findings", "发现"),
    "promises": ("Promises", "承诺"),
    "values_1": ("1 value", "1 个数值"),
    "values_n": ("{n} values", "{n} 个数值"),
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

    for name in (column, column.removesuffix("_zh")):
        if name in _HEADINGS_ZH:
            return _HEADINGS_ZH[name]
        if name in TEXTS or name in COLUMNS:
            return TEXTS[name][1] if name in TEXTS else COLUMNS[name].zh
    return column


def meaning(column: str, comment: str, language: Language) -> str:
    """Return what a table or column holds, in Chinese where that is written.

    Args:
        column: its name.
        comment: of the warehouse, `English ｜ Chinese` in schema bi.
        language: of the answer.
    """
    from minsheng.outputs.workbook.headings import COLUMNS
    from minsheng.warehouse.catalog import IN_BOTH

    english, _, chinese = comment.strip().partition(IN_BOTH)
    known = COLUMNS.get(column.removesuffix("_zh"))
    return (chinese or (known.about_zh if known else english)) if language is Language.zh else english


_HEADINGS_ZH = {
    "against_it": "不符之处",
    "aggregation": "能否相加",
    "alpha": "α 系数",
    "as_it_should_be": "规则内容",
    "base_unit_label": "基本单位",
    "base_unit_symbol": "基本单位符号",
    "baseline_value": "基期值",
    "captured": "已收录",
    "change": "变化",
    "change_base": "变化的基准",
    "change_direction": "变化方向",
    "changes": "变化数",
    "code": "指标代码",
    "commitment_strength": "承诺力度",
    "comparable_count": "可比目标数",
    "compared_grade": "口径",
    "covered": "覆盖率",
    "critical": "严重矛盾",
    "definition": "定义",
    "difference_to_province": "与全省之差",
    "differing": "不同行数",
    "direction": "方向",
    "distribution": "分布",
    "excluded": "已排除",
    "explained": "已登记",
    "explanation": "说明",
    "file": "文件",
    "file_or_address": "文件或网址",
    "first_year": "起始年份",
    "gap_closed_share": "弥补差距的比例",
    "has_disagreement": "各处数字不同",
    "holds": "含义",
    "is": "内容",
    "is_as_captured": "与收录时相同",
    "is_assessed": "可评估",
    "is_below_record": "低于已有记录",
    "is_compared": "可比",
    "is_current": "仍在规划期内",
    "is_half_year": "上半年数",
    "is_outcome_preliminary": "结果为初步数",
    "is_period_inferred": "年份为推定",
    "is_preliminary": "初步数",
    "is_primary_statement": "代表该承诺的表述",
    "is_promised": "是目标",
    "is_shared_figure": "数字由几项共用",
    "item": "条目",
    "key": "键",
    "kind": "种类",
    "known_class": "归类",
    "known_explanation": "登记说明",
    "last_year": "结束年份",
    "line": "行",
    "lower_bound": "下限",
    "mart": "表",
    "match_grade": "匹配等级",
    "match_reason": "匹配理由",
    "may_be": "可能对应",
    "measure": "数值性质",
    "message": "结果",
    "month": "月份",
    "nearness": "相近程度",
    "new": "新矛盾",
    "notes": "说明",
    "numbers": "数字数",
    "old": "旧值",
    "operator": "符号",
    "other_printed": "对照值",
    "other_value_id": "对照值编号",
    "outcome_published_on": "结果发布日期",
    "outcome_publisher": "结果发布机构",
    "outcome_source_id": "结果来源代码",
    "outcome_source_title": "结果来源标题",
    "outcome_value": "记录值",
    "period_basis": "时间口径",
    "phase": "阶段",
    "places": "地区数",
    "plan_first_year": "规划起始年份",
    "plan_title": "规划标题",
    "plans": "规划数",
    "population": "人群",
    "posted_on": "上网日期",
    "printed_text": "原文",
    "promises": "承诺数",
    "proposed": "建议数",
    "published_on": "发布日期",
    "publisher": "发布机构",
    "rank_among_comparable": "位次",
    "reader": "审阅者",
    "reason": "原因",
    "relation": "表",
    "remark": "说明",
    "retrieved_on": "收录日期",
    "rows": "行数",
    "rule": "规则",
    "run_text": "数字或词",
    "same": "相同",
    "same verdict": "结论相同",
    "scale": "位置",
    "scope_difference": "口径差异",
    "seconds": "秒",
    "set_aside": "不适用",
    "severity": "程度",
    "sha256": "文件校验值",
    "share": "占比",
    "shared_operator": "共用的符号",
    "source_file": "文件",
    "source_id": "来源代码",
    "source_title": "来源标题",
    "span F1": "范围 F1",
    "started_at": "开始时间",
    "stated_in": "出处",
    "statement_count": "出现次数",
    "statement_kind": "表述形式",
    "status": "状态",
    "subject": "对象",
    "subjects": "对象数",
    "sure": "有把握",
    "surroundings": "上下文",
    "target_upper_bound": "目标上限",
    "target_value": "目标值",
    "title": "标题",
    "to_base_factor": "换算系数",
    "type": "类型",
    "unit_label": "单位",
    "unit_symbol": "单位符号",
    "unit_text": "原文单位",
    "upper_bound": "上限",
    "url": "网址",
    "value_count": "数值个数",
    "value_role": "性质",
    "value_shape": "数值形式",
    "values": "数值数",
    "verdict_reason": "原因",
    "violations": "不合规范",
    "what": "项目",
    "words": "覆盖词",
    "yardstick": "参照对象",
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
