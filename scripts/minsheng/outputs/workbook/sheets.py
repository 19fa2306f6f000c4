"""What the sheets of the workbook hold: their columns, their order, their query."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """A sheet: one row per row of its mart.

    Attributes:
        zh: name of the sheet.
        en: the same in English.
        mart: the rows that it holds, all of them: a table, with a condition where two sheets share one.
        view: the view that it is read from.
        about_zh: what one row is, in Chinese.
        about_en: the same in English.
        front: columns for readers, in order; these are printed.
        frozen: how many of them stay in view.
        back: columns for analysts.
        sql: query that gives all of them, in the order of the rows.
    """

    zh: str
    en: str
    mart: str
    view: str
    about_zh: str
    about_en: str
    front: str
    frozen: int
    back: str
    sql: str

    @property
    def columns(self) -> list[str]:
        """All columns, those for readers first."""
        return self.front.split() + self.back.split()


_VALUES = """
    select *, plan_zh as plan, indicator_zh as indicator, region_zh as region, domain_zh as domain,
        value_role_zh as role, period_basis_zh as basis, match_grade_zh as grade, match_reason_zh as grade_reason,
        statement_kind_zh as kind, operator as symbol, unit_label_zh as unit,
        base_unit_label_zh as base_unit, printed_text as printed
    from bi.plan_value
    where {condition}
    order by plan_first_year, plan_id, char_start, value_id
"""

_VALUES_FRONT = (
    "plan indicator label subgroup region year symbol value value_upper unit printed grade section char_start"
)
_VALUES_BACK = (
    "domain basis period_start_year is_core component_kind_zh kind grade_reason note"
    " value_id plan_id indicator_code indicator_en domain_code region_code value_role period_basis operator unit_code"
    " value_text value_base base_unit base_unit_code lower_bound_base lower_inclusive upper_bound_base upper_inclusive"
    " yearly_average_base measure change_direction change_base change_base_year yardstick"
    " match_grade is_provisional component_kind statement_kind origin table_row table_column"
)

SHEETS = (
    Sheet(
        "规划对比",
        "plans side by side",
        "mart_indicator_comparison",
        "bi.side_by_side",
        "每行为一个指标、地区、年份、性质；各规划最吻合的数值并列；多个规划可比的指标在前",
        "One row per indicator, region, year and role: the best-graded value of each plan side by side.",
        "indicator region year role_group_zh unit plan_count earlier_plan earlier_value_text earlier_grade"
        " later_plan later_value_text later_grade difference_pp",
        2,
        "domain earlier_symbol earlier_period_start_year earlier_compared_value earlier_yearly_average"
        " earlier_section later_symbol later_period_start_year later_compared_value later_yearly_average"
        " later_section all_values indicator_code indicator_en region_code domain_code role_group unit_code"
        " earlier_grade_reason earlier_label earlier_plan_id earlier_value_id earlier_compared_grade"
        " earlier_operator earlier_period_basis earlier_value_base later_grade_reason later_label"
        " later_plan_id later_value_id later_compared_grade later_operator later_period_basis later_value_base"
        " difference_base base_unit base_unit_code",
        """
        select *, indicator_zh as indicator, region_zh as region, domain_zh as domain,
            unit_label_zh as unit, base_unit_label_zh as base_unit, earlier_plan_zh as earlier_plan,
            later_plan_zh as later_plan, earlier_operator as earlier_symbol, later_operator as later_symbol,
            earlier_compared_grade_zh as earlier_grade, later_compared_grade_zh as later_grade,
            earlier_match_reason_zh as earlier_grade_reason, later_match_reason_zh as later_grade_reason
        from bi.side_by_side
        order by plan_count > 1 desc, indicator_plan_count > 1 desc, domain_sort_order, indicator_code, year,
            role_group, region_code
        """,
    ),
    Sheet(
        "目标",
        "targets",
        "fct_target",
        "bi.plan_value",
        "每行为一个承诺的数值",
        "One row per promised value: the rows of fct_plan_value with role target.",
        _VALUES_FRONT.replace(" grade ", " target_nature_zh grade "),
        2,
        f"yearly_growth_text {_VALUES_BACK} target_nature",
        _VALUES.format(condition="value_role = 'target'"),
    ),
    Sheet(
        "记录值",
        "recorded values",
        "fct_observation",
        "bi.plan_value",
        "每行为一个已记录的数值（基期值或实际值）",
        "One row per recorded value: the rows of fct_plan_value with role baseline or actual.",
        _VALUES_FRONT.replace(" year ", " year role "),
        2,
        f"period_month origin_zh {_VALUES_BACK}",
        _VALUES.format(condition="value_role in ('baseline', 'actual')"),
    ),
    Sheet(
        "进展",
        "progress",
        "mart_target_progress",
        "bi.progress",
        "每行为一项承诺及其完成结论；可评估者在前",
        "One row per promise: base, outcome, required and observed change, and exactly one verdict. Every "
        "input of the verdict is in the row.",
        "plan indicator region year printed verdict_zh reason_zh baseline_year baseline_value_base"
        " outcome_year outcome_value_base base_unit section char_start",
        2,
        "domain symbol value_base growth_ratio linear_pace is_achieved_early target_nature_zh value_id"
        " plan_id indicator_code indicator_en region_code domain_code verdict verdict_reason direction shape"
        " period_start_year period_basis operator value_text base_unit_code baseline_source baseline_plan_id"
        " baseline_value_id outcome_plan_id outcome_value_id outcome_month required_yearly_change_base"
        " required_yearly_change_pp observed_yearly_change_base required_cagr observed_cagr growth_band"
        " linear_band has_differing_bands score elapsed_share is_met is_baseline_beyond_target promise_id"
        " commitment_strength target_nature measure yardstick change_base_value_id years_on_record as_of_year"
        " method_id method_version",
        """
        select *, plan_zh as plan, indicator_zh as indicator, region_zh as region, domain_zh as domain,
            printed_text as printed, operator as symbol, base_unit_label_zh as base_unit, verdict_reason_zh as reason_zh
        from bi.progress
        order by not is_assessed, plan_first_year, plan_id, char_start, value_id
        """,
    ),
    Sheet(
        "问题",
        "findings",
        "fct_finding",
        "bi.finding",
        "每行为一处前后矛盾、目标偏低或不可能的数字",
        "One row per rule and subject that does not pass: where promises contradict each other, weaken, "
        "or cannot be true.",
        "plan severity_zh rule_zh indicator year left_printed left_section right_printed right_section"
        " explanation_zh status_zh",
        3,
        "region left_char_start right_plan right_char_start known_class_zh known_explanation_zh review_on"
        " finding_key series_key explanation_en known_explanation_en check_id severity status known_class"
        " plan_id indicator_code region_code left_value_id left_value right_plan_id right_value_id right_value"
        " difference tolerance base_unit",
        """
        select *, plan_zh as plan, right_plan_zh as right_plan, indicator_zh as indicator, region_zh as region,
            base_unit_label_zh as base_unit, check_title_zh as rule_zh, left_printed_text as left_printed,
            right_printed_text as right_printed
        from bi.finding
        order by plan_first_year, plan_id,
            case severity when 'critical' then 1 when 'warning' then 2 else 3 end, check_id, finding_key
        """,
    ),
    Sheet(
        "投资",
        "investments",
        "fct_investment where not is_total",
        "bi.investment",
        "每行为投资表的一行：一类设施；同一规划各行可相加",
        "One row per line of an investment table: a facility or category; the lines of a plan may be added.",
        "plan line_no name category project_count total_printed total_yuan in_plan_printed in_plan_yuan"
        " section char_start",
        3,
        "plan_id total_value_id in_plan_value_id project_count_value_id",
        """
        select *, plan_zh as plan, total_printed_text as total_printed, in_plan_printed_text as in_plan_printed
        from bi.investment
        order by plan_first_year, plan_id, line_no
        """,
    ),
    Sheet(
        "投资合计",
        "investment totals",
        "fct_investment where is_total",
        "bi.investment_total",
        "每行为投资表所印的合计；不可与“投资”各行相加",
        "One row per printed total of an investment table; never added to its lines.",
        "plan line_no name project_count total_printed total_yuan in_plan_printed in_plan_yuan section char_start",
        3,
        "plan_id category total_value_id in_plan_value_id project_count_value_id",
        """
        select *, plan_zh as plan, total_printed_text as total_printed, in_plan_printed_text as in_plan_printed
        from bi.investment_total
        order by plan_first_year, plan_id, line_no
        """,
    ),
    Sheet(
        "项目",
        "projects",
        "fct_project",
        "bi.project",
        "每行为文件所列的一个项目",
        "One row per project that a plan lists.",
        "plan project_no name category start_year end_year region total_printed total_yuan in_plan_yuan"
        " executing_organizations section char_start",
        3,
        "in_plan_printed project_type is_outside_plan_period place_text note plan_id region_code total_value_id"
        " in_plan_value_id",
        """
        select *, plan_zh as plan, region_zh as region, total_printed_text as total_printed,
            in_plan_printed_text as in_plan_printed
        from bi.project
        order by plan_first_year, plan_id, project_no
        """,
    ),
    Sheet(
        "指标",
        "indicators",
        "dim_indicator",
        "bi.indicator",
        "每行为一个标准指标及其定义",
        "One row per canonical indicator.",
        "indicator unit domain definition_zh direction_zh aggregation_zh population_base_zh is_comparable"
        " plan_count region_count",
        1,
        "indicator_en definition_en shape_zh is_yearly is_provisional floor ceiling indicator_code"
        " domain_code unit_code direction shape aggregation population_base",
        """
        select *, indicator_zh as indicator, domain_zh as domain, unit_label_zh as unit
        from bi.indicator
        order by domain_sort_order, indicator_code
        """,
    ),
)
