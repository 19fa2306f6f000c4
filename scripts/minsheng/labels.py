"""Chinese and English words for what the warehouse writes as codes and column names, for people who read an export."""

from __future__ import annotations

from typing import NamedTuple


class Word(NamedTuple):
    """A code in words."""

    zh: str
    en: str
    about_zh: str


class Heading(NamedTuple):
    """A column in words; without `about_en`, the comment of the mart's column says it."""

    zh: str
    about_zh: str
    about_en: str = ""


CODES: dict[str, dict[str, Word]] = {
    "operator": {
        "eq": Word("=", "equal to", "文件给出确数，未附“以上”“以下”等词"),
        "ge": Word("≥", "at least", "不低于该数"),
        "gt": Word(">", "more than", "高于该数"),
        "le": Word("≤", "at most", "不超过该数"),
        "lt": Word("<", "less than", "低于该数"),
        "approx": Word("≈", "about", "左右、约、基本"),
        "between": Word("区间", "between", "两数之间，上限另列"),
        "maintain": Word("保持", "maintain", "保持在该数"),
        "full_coverage": Word("全覆盖", "full coverage, in words", "以文字表示的 100%"),
        "external": Word("另有依据", "given elsewhere", "依上级下达或以全省平均为准，本文件无数字"),
        "not_published": Word("未出数", "not yet published", "文件注明数字待定"),
        "none": Word("空", "blank", "文件中为空格、“/”或“—”"),
    },
    "value_role": {
        "target": Word("目标", "target", "规划要达到的数"),
        "baseline": Word("基期值", "baseline", "规划所列的起点数"),
        "actual": Word("实际值", "actual", "文件记载的已达到的数"),
        "recorded": Word("记录值", "recorded", "基期值和实际值"),
        "none": Word("空", "none", "文件中为空的单元格"),
    },
    "match_grade": {
        "exact": Word("一致", "exact", "概念、人群、地域、口径相同；可比"),
        "close": Word("相近", "close", "略有差别，仍可并列；可比"),
        "broad": Word("较宽", "broad", "文件的指标比标准指标宽；只附列，不计差"),
        "narrow": Word("较窄", "narrow", "文件的指标只是标准指标的一部分；只附列，不计差"),
        "related": Word("相关", "related", "仅为邻近指标；不作数字比较"),
    },
    "period_basis": {
        "point": Word("时点", "level at the year", "该年的水平"),
        "annual": Word("年度", "quantity per year", "该年内的数量"),
        "cumulative": Word("累计", "sum over the period", "起止年份之间的合计"),
    },
    "statement_kind": {
        "indicator_table": Word("指标表", "indicator table", "指标清单或专栏表格"),
        "commitment": Word("正文", "running text or box", "正文或专栏文字"),
        "investment": Word("投资表", "investment table", "投资汇总表"),
        "project": Word("项目表", "project table", "项目清单"),
    },
    "origin": {
        "plan": Word("规划文件", "published in a plan", "数值出自规划文件"),
        "observation": Word("其他来源", "recorded elsewhere", "数值出自统计公报等其他来源，章节列注明出处"),
    },
    "direction": {
        "higher_better": Word("越高越好", "higher is better", "数值上升为改善"),
        "lower_better": Word("越低越好", "lower is better", "数值下降为改善"),
        "neutral": Word("中性", "neutral", "升降本身无好坏之分"),
    },
    "shape": {
        "level": Word("水平", "level", "某一时点的比例或均值"),
        "rate": Word("增速", "rate", "变化速度"),
        "flow": Word("流量", "flow", "一段时间内发生的数量"),
        "stock": Word("存量", "stock", "某一时点的总量"),
        "index": Word("指数", "index", "综合得分或指数"),
    },
    "verdict": {
        "target_achieved": Word("已达标", "target achieved", "有记录表明目标已达到"),
        "maintained": Word("已保持", "maintained", "要求保持的，已保持"),
        "substantial_progress": Word("进展良好", "substantial progress", "进度比值 0.95 及以上"),
        "moderate_progress": Word("进展一般", "moderate progress", "进度比值 0.60 至不足 0.95"),
        "limited_progress": Word("进展缓慢", "limited progress", "进度比值 0 至不足 0.60"),
        "deterioration": Word("有所倒退", "deterioration", "方向相反，或起点已达标而结果未达标"),
        "not_maintained": Word("未保持", "not maintained", "要求保持的，未保持"),
        "not_assessable": Word("无法评估", "not assessable", "原因另列"),
    },
    "reason": {
        "no_outcome_yet": Word("尚无结果", "no outcome yet", "其后没有任何文件记载该指标"),
        "no_baseline": Word("无基期值", "no baseline", "结果未达标，且没有可供计算进度的起点"),
        "external_target": Word("目标另有依据", "external target", "目标本身没有数字"),
        "not_published": Word("目标未出数", "not published", "目标数字待定"),
        "definition_differs": Word("口径不同", "definition differs", "文件的指标比标准指标宽或窄"),
        "definition_changed": Word("口径已变", "definition changed", "其后的记录口径不同"),
        "no_direction": Word("无优劣方向", "no direction", "升降本身无好坏之分"),
        "contradictory_sources": Word("文件自相矛盾", "contradictory sources", "同一目标有两个数，见“问题”表"),
        "project_amount": Word("项目金额或规模", "project amount", "项目的投资或体量，不是成果"),
    },
    "base_source": {
        "own_baseline": Word("本规划基期值", "the plan's own baseline", "本规划所列的起点"),
        "earlier_record": Word("此前记录", "earlier record", "规划开始前最近一次记录"),
    },
    "severity": {
        "critical": Word("严重", "critical", "数字之间不能同时成立"),
        "warning": Word("注意", "warning", "需要核实或说明"),
        "info": Word("提示", "info", "供参考"),
    },
    "status": {
        "fail": Word("新发现", "fail", "尚未登记说明"),
        "explained": Word("已说明", "explained", "已登记并附说明"),
        "not_applicable": Word("不适用", "not applicable", "看过，不作问题处理"),
    },
    "known_class": {
        "slip": Word("笔误", "slip", "文件中的疏误"),
        "revision": Word("调整", "revision", "后来的规划调整了目标"),
        "definition": Word("口径", "definition", "统计口径不同"),
        "ambition": Word("目标偏低", "ambition", "目标不高于已达到的水平"),
        "policy": Word("政策", "policy", "政策使然"),
    },
    "check": {
        "text_against_table": Word("正文与表格不符", "", "同一目标在正文与表格中的数不同"),
        "text_against_table_operator": Word("正文与表格用词不同", "", "数相同，“以上”“不低于”等用词不同"),
        "text_said_twice": Word("正文前后不一", "", "正文两次写到同一目标，数不同"),
        "target_weaker_than_record": Word("目标低于已有水平", "", "目标弱于本规划记载的水平"),
        "target_met_at_start": Word("起点已达标", "", "目标在起点时已达到"),
        "operator_changes_in_series": Word("同一行用词不一", "", "同一指标各年目标的用词不同"),
        "period_outside_plan": Word("年份超出规划期", "", "目标年份不在规划期内"),
        "projects_against_category": Word("项目合计与分类不符", "", "各项目之和与分类数不等"),
        "in_plan_above_total": Word("规划期投资大于总投资", "", "规划期内投资超过总投资"),
        "full_total_in_plan_period": Word("跨期项目投资全列规划期", "", "建设期超出规划期，投资却全部列入"),
        "project_listed_twice": Word("项目重复列出", "", "同一项目列了两次"),
        "targets_do_not_meet": Word("两规划目标不能同时成立", "", "两个规划的目标区间不相交"),
        "target_revised": Word("目标有调整", "", "两个规划对同一年的目标不同"),
        "target_missed": Word("目标未达到", "", "后来的规划记载的结果未达标"),
        "target_reached_early": Word("目标提前达到", "", "在目标年之前已达到"),
        "sum_against_yearly_figures": Word("累计数低于年度水平", "", "累计目标的年均数低于已有年度数"),
        "target_weaker_than_province": Word("目标低于全省", "", "市县目标弱于全省目标"),
        "path_not_monotone": Word("逐年目标倒退", "", "后一年的目标弱于前一年"),
        "unit_of_another_quantity": Word("单位不符", "", "单位与指标的量不同"),
        "value_out_of_range": Word("数值不可能", "", "超出该指标可能的范围"),
        "investment_lines_against_total": Word("投资分项与合计不符", "", "各行之和与合计不等"),
        "parts_against_sum": Word("分项与总数不符", "", "各分项之和与总数不等"),
        "table_incomplete": Word("表格不完整", "", "表格缺行"),
        "definitions_differ": Word("口径不同不作比较", "", "口径不同的数不并列比较"),
        "recorded_values_differ": Word("两规划记录不符", "", "两个规划记载的同一数不同"),
    },
    "plan_status": {
        "in force": Word("已印发", "in force", "正式文件"),
        "draft for public comment": Word("征求意见稿", "draft for public comment", "尚未定稿"),
    },
}
"""What each code means, by kind of code. A rule without words here is shown by its English title."""


COLUMNS: dict[str, Heading] = {
    # places, plans and indicators
    "plan": Heading(
        "规划", "地区与起止年份；全称见“说明”", "The plan, by place and years; the sheet 说明 gives its title."
    ),
    "region": Heading("地区", "数值所属的地区", "The place that the value is for."),
    "domain": Heading("领域", "公共服务领域", "Domain of public service."),
    "indicator": Heading("指标", "统一后的标准指标名称", "Name of the canonical indicator."),
    "indicator_en": Heading("指标英文名", "标准指标的英文名称", "Name of the canonical indicator in English."),
    "plan_id": Heading("规划代码", "规划的代码"),
    "region_code": Heading("地区代码", "GB/T 2260 行政区划代码"),
    "domain_code": Heading("领域代码", "领域的代码"),
    "indicator_code": Heading("指标代码", "标准指标的代码"),
    "label": Heading("文件所用名称", "文件中该指标的原名"),
    "subgroup": Heading("分组", "文件所列分组，如学前段、职工医保；无分组则空"),
    "is_core": Heading("核心指标", "文件标为核心指标（☆）"),
    # figures
    "symbol": Heading("符号", "数字前的符号：≥、≤、≈ 等", "What the words promise about the number, as a symbol."),
    "operator": Heading("符号代码", "符号的代码"),
    "value": Heading("数值", "文件所印的数字，单位见旁列；无数字则空"),
    "value_upper": Heading("上限", "区间的上限；非区间则空"),
    "unit": Heading("单位", "数值的单位", "Unit of the figure, as a symbol."),
    "base_unit": Heading("基本单位", "换算后的基本单位", "Unit of figures that end in _base, as a symbol."),
    "unit_code": Heading("单位代码", "单位的代码"),
    "base_unit_code": Heading("基本单位代码", "基本单位的代码"),
    "value_base": Heading("基本单位数值", "换算为基本单位的数值"),
    "lower_bound_base": Heading("区间下限", "承诺区间的下限（基本单位）；空为无下限"),
    "upper_bound_base": Heading("区间上限", "承诺区间的上限（基本单位）；空为无上限"),
    "lower_inclusive": Heading("含下限", "区间是否包括下限"),
    "upper_inclusive": Heading("含上限", "区间是否包括上限"),
    "yearly_average_base": Heading("年均数", "累计数的年平均（基本单位）"),
    "printed": Heading("原文", "文件所印的数字、符号和单位", "The figure exactly as printed, with its unit."),
    "value_text": Heading("原文数字", "文件中承载数字、符号和单位的原字"),
    "role": Heading("性质", "目标、基期值、实际值或记录值", "Target or record, in Chinese."),
    "value_role": Heading("性质代码", "性质的代码"),
    "year": Heading("年份", "数值所属年份；累计数为末年"),
    "period_start_year": Heading("起始年", "所属期间的首年"),
    "period_end_year": Heading("年份", "所属期间的末年"),
    "period_month": Heading("月份", "数值所属月份；年度数则空"),
    "basis": Heading("期间", "时点、年度或累计", "Level at the year, quantity per year, or sum, in Chinese."),
    "period_basis": Heading("期间代码", "期间的代码"),
    # how far it is comparable
    "grade": Heading("口径", "与标准指标的吻合程度：一致、相近可比", "Match grade, in Chinese."),
    "grade_reason": Heading("口径说明", "不完全一致的原因", "Why the match is not exact."),
    "match_grade": Heading("口径代码", "吻合程度的代码"),
    # place in the document
    "section": Heading("章节", "在文件中的章节"),
    "char_start": Heading("位置", "在文件中的字符位置，从 0 数起"),
    "value_id": Heading("数值编号", "每个数值的唯一编号：规划代码@位置"),
    "kind": Heading("出处", "指标表、正文、投资表或项目表", "Table, text, investment or project, in Chinese."),
    "origin_zh": Heading("来源", "规划文件或其他来源", "Plan, or recorded elsewhere, in Chinese."),
    "origin": Heading("来源代码", "来源的代码"),
    "statement_kind": Heading("出处代码", "出处的代码"),
    "table_row": Heading("表中行号", "表格中的序号；正文则空"),
    "table_column": Heading("表中栏目", "表格中的栏目名；正文则空"),
    "note": Heading("备注", "读者须知，如期间系推定"),
    # comparison
    "plan_count": Heading("可比规划数", "有可比数值的规划个数"),
    "earlier_plan": Heading("较早规划", "最早给出可比数值的规划", "First plan with an exact or close value."),
    "earlier_symbol": Heading("较早符号", "较早数值的符号", "Its operator, as a symbol."),
    "earlier_value": Heading("较早数值", "较早规划的数值（标准指标的单位）"),
    "earlier_value_text": Heading("较早原文", "较早规划的原文数字"),
    "earlier_grade": Heading("较早口径", "较早数值的吻合程度", "Its match grade, in Chinese."),
    "earlier_grade_reason": Heading("较早口径说明", "较早数值不完全一致的原因", "Why its match is not exact."),
    "earlier_section": Heading("较早章节", "较早数值所在章节", "Where it stands."),
    "later_plan": Heading("较晚规划", "最晚给出可比数值的规划", "Last plan, where there are two or more."),
    "later_symbol": Heading("较晚符号", "较晚数值的符号", "Its operator, as a symbol."),
    "later_value": Heading("较晚数值", "较晚规划的数值（标准指标的单位）"),
    "later_value_text": Heading("较晚原文", "较晚规划的原文数字"),
    "later_grade": Heading("较晚口径", "较晚数值的吻合程度", "Its match grade, in Chinese."),
    "later_grade_reason": Heading("较晚口径说明", "较晚数值不完全一致的原因", "Why its match is not exact."),
    "later_section": Heading("较晚章节", "较晚数值所在章节", "Where it stands."),
    "difference_pp": Heading("差（百分点）", "较晚减较早，百分点"),
    "difference_base": Heading("差（基本单位）", "较晚减较早，基本单位"),
    "all_values": Heading("各规划数值", "各规划的数值及口径，含不可比者"),
    "earlier_plan_id": Heading("较早规划代码", "较早规划的代码"),
    "earlier_value_id": Heading("较早数值编号", "较早数值的编号"),
    "earlier_label": Heading("较早原名", "较早规划所用的指标名称"),
    "earlier_match_grade": Heading("较早口径代码", "较早吻合程度的代码"),
    "earlier_operator": Heading("较早符号代码", "较早符号的代码"),
    "earlier_value_base": Heading("较早基本单位数值", "较早数值换算为基本单位"),
    "later_plan_id": Heading("较晚规划代码", "较晚规划的代码"),
    "later_value_id": Heading("较晚数值编号", "较晚数值的编号"),
    "later_label": Heading("较晚原名", "较晚规划所用的指标名称"),
    "later_match_grade": Heading("较晚口径代码", "较晚吻合程度的代码"),
    "later_operator": Heading("较晚符号代码", "较晚符号的代码"),
    "later_value_base": Heading("较晚基本单位数值", "较晚数值换算为基本单位"),
    # progress
    "verdict_zh": Heading("结论", "目标完成情况的结论", "The verdict, in Chinese."),
    "verdict": Heading("结论代码", "结论的代码"),
    "reason_zh": Heading("无法评估原因", "结论为“无法评估”时的原因", "Why not assessable, in Chinese."),
    "reason": Heading("原因代码", "原因的代码"),
    "is_achieved_early": Heading("提前达标", "在目标年之前已达标"),
    "is_met": Heading("结果达标", "结果是否达到目标；无结果则空"),
    "is_base_beyond_target": Heading("起点已达标", "起点是否已达到目标"),
    "base_year": Heading("起点年份", "起点的年份"),
    "base_value_base": Heading("起点", "进度由此起算的数值（基本单位）"),
    "base_source": Heading("起点来源代码", "本规划基期值，或此前记录"),
    "base_plan_id": Heading("起点规划代码", "记载起点的规划"),
    "base_value_id": Heading("起点数值编号", "起点数值的编号"),
    "outcome_year": Heading("结果年份", "结果的年份"),
    "outcome_month": Heading("结果月份", "结果所属月份；年度数则空"),
    "outcome_value_base": Heading("结果", "据以评估的记录值（基本单位）"),
    "outcome_plan_id": Heading("结果规划代码", "记载结果的规划"),
    "outcome_value_id": Heading("结果数值编号", "结果数值的编号"),
    "growth_ratio": Heading("增速比", "实际年均增速与所需年均增速之比"),
    "growth_band": Heading("增速比分档", "增速比所在档次的代码"),
    "linear_pace": Heading("线性进度", "实际年均变化与所需年均变化之比"),
    "linear_band": Heading("线性进度分档", "线性进度所在档次的代码"),
    "has_differing_bands": Heading("两法不一", "两种算法的档次是否不同"),
    "required_yearly_change_base": Heading("所需年均变化", "达到目标所需的每年变化（基本单位）"),
    "required_yearly_change_pp": Heading("所需年均变化（百分点）", "同上，百分点"),
    "observed_yearly_change_base": Heading("实际年均变化", "已发生的每年变化（基本单位）"),
    "required_cagr": Heading("所需年均增速", "达到目标所需的年均复合增速"),
    "observed_cagr": Heading("实际年均增速", "已发生的年均复合增速"),
    "score": Heading("得分", "进度得分，-5 至 5"),
    "elapsed_share": Heading("已过期间", "累计目标已过年份的比例"),
    "direction": Heading("方向代码", "越高越好、越低越好或中性"),
    "shape": Heading("类型代码", "指标的类型"),
    "method_id": Heading("方法", "评估方法的代码"),
    "method_version": Heading("方法版本", "评估方法的版本"),
    # findings
    "severity_zh": Heading("程度", "严重、注意或提示", "Severity, in Chinese."),
    "severity": Heading("程度代码", "程度的代码"),
    "status_zh": Heading("状态", "新发现、已说明或不适用", "Status, in Chinese."),
    "status": Heading("状态代码", "状态的代码"),
    "rule_zh": Heading("问题", "所违反的规则", "The rule, in Chinese."),
    "check_id": Heading("规则代码", "规则的代码"),
    "finding_key": Heading("问题编号", "问题的唯一编号"),
    "left_printed": Heading("甲值", "被检查的数值，原文", "The value that the rule looks at, as printed."),
    "left_section": Heading("甲值章节", "甲值所在章节"),
    "left_char_start": Heading("甲值位置", "甲值的字符位置", "Its offset in the document."),
    "left_value": Heading("甲值数字", "甲值的数字（基本单位）或合计"),
    "left_value_id": Heading("甲值编号", "甲值的编号"),
    "right_plan": Heading("乙值规划", "乙值所在规划", "Plan of the value that it is held against."),
    "right_printed": Heading("乙值", "对照的数值，原文", "The value that it is held against, as printed."),
    "right_section": Heading("乙值章节", "乙值所在章节"),
    "right_char_start": Heading("乙值位置", "乙值的字符位置", "Its offset in the document."),
    "right_value": Heading("乙值数字", "乙值的数字（基本单位）或所印合计"),
    "right_value_id": Heading("乙值编号", "乙值的编号"),
    "right_plan_id": Heading("乙值规划代码", "乙值所在规划的代码"),
    "difference": Heading("差", "甲值减乙值"),
    "tolerance": Heading("容差", "可容许的差"),
    "explanation": Heading("说明（英文）", "问题的完整表述（英文），含两数及出处"),
    "known_class_zh": Heading("归类", "已登记问题的归类", "Class of a registered finding, in Chinese."),
    "known_class": Heading("归类代码", "归类的代码"),
    "known_explanation": Heading("登记说明（英文）", "已登记问题的缘由（英文）"),
    "review_on": Heading("复核日期", "应再次核对的日期"),
    # investments and projects
    "line_no": Heading("行号", "在投资表中的顺序"),
    "name": Heading("名称", "文件所印名称"),
    "category": Heading("类别", "所属类别"),
    "is_total": Heading("合计行", "是否为文件所印合计"),
    "project_count": Heading("项目数", "该行所印项目数；无此栏则空"),
    "total_printed": Heading("总投资原文", "总投资的原文", "Total investment as printed."),
    "total_yuan": Heading("总投资（元）", "总投资，换算为元；“待定”或空格则空"),
    "in_plan_printed": Heading("规划期投资原文", "规划期内投资的原文", "Investment in the plan period, as printed."),
    "in_plan_yuan": Heading("规划期投资（元）", "规划期内投资，换算为元；“待定”或空格则空"),
    "total_value_id": Heading("总投资编号", "总投资的数值编号"),
    "in_plan_value_id": Heading("规划期投资编号", "规划期投资的数值编号"),
    "project_count_value_id": Heading("项目数编号", "项目数的数值编号"),
    "project_no": Heading("序号", "文件所印序号"),
    "project_type": Heading("建设性质", "新建、续建等"),
    "start_year": Heading("起始年", "建设期首年"),
    "end_year": Heading("完成年", "建设期末年"),
    "is_outside_plan_period": Heading("超出规划期", "建设期早于或晚于规划期"),
    "place_text": Heading("地点", "文件所印地点"),
    "executing_organizations": Heading("实施单位", "文件所印实施单位"),
    # indicators
    "definition": Heading("定义（英文）", "标准指标的定义（英文）"),
    "direction_zh": Heading("方向", "升降的好坏", "What is better, in Chinese."),
    "shape_zh": Heading("类型", "指标的类型", "Shape of the indicator, in Chinese."),
    "population_base": Heading("分母人群", "比率所对应的人群"),
    "floor": Heading("下限", "可能的最小值"),
    "ceiling": Heading("上限", "可能的最大值"),
    "region_count": Heading("地区数", "有可比数值的地区个数"),
    "is_comparable": Heading("可比", "两个以上规划有可比数值", "Whether two or more plans have comparable values."),
}
"""Every column of the workbook, by its name in the warehouse."""


def word(kind: str, code: str | None) -> str | None:
    """Return a code in Chinese.

    Args:
        kind: key of CODES, such as verdict.
        code: the code; None and '' stay as they are.

    Returns:
        The Chinese word, or the code itself where there is none.
    """
    if not code:
        return code
    known = CODES[kind].get(code)
    return known.zh if known else code
