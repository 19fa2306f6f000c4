"""What the sheets of the workbook hold: their columns, their order, their query."""

from __future__ import annotations

from dataclasses import dataclass


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


COMMON = """
    with plan as (
        select p.plan_id, p.first_year, r.name_zh || ' ' || p.first_year
            || case when p.last_year > p.first_year then '–' || p.last_year else '' end as plan
        from dim_plan as p join dim_region as r using (region_code)
    ), unit as (
        select unit_code, coalesce(symbol, name_zh) as symbol from dim_unit
    ), printed as (
        select value_id, section, char_start, base_unit_code,
            value_text || case when value_shape in ('words', 'empty') or unit_text is null then '' else unit_text end
                as printed
        from fct_plan_value
    )
"""

_VALUES = """
    select f.*, plan.plan, r.name_zh as region, d.name_zh as domain, i.name_zh as indicator, i.name_en as indicator_en,
        i.domain_code, f.operator as symbol, u.symbol as unit, b.symbol as base_unit,
        v.printed,
        f.value_role as role, f.period_basis as basis, f.match_grade as grade, m.reason_zh as grade_reason,
        f.component_kind as component_kind_zh, f.statement_kind as kind, f.origin as origin_zh
    from {mart} as f
    join printed as v using (value_id)
    join plan using (plan_id)
    join dim_region as r using (region_code)
    left join dim_indicator as i on i.indicator_code = f.indicator_code
    left join dim_domain as d on d.domain_code = i.domain_code
    join unit as u on u.unit_code = f.unit_code
    join unit as b on b.unit_code = f.base_unit_code
    left join bridge_indicator_match as m
        on m.plan_id = f.plan_id and m.label = f.label and m.subgroup = f.subgroup and m.is_primary
    order by plan.first_year, f.plan_id, f.char_start, f.value_id
"""

_VALUES_FRONT = (
    "plan indicator label subgroup region domain period_start_year period_end_year basis symbol value value_upper unit"
    " printed is_core grade grade_reason component_kind_zh kind section char_start note"
)
_VALUES_BACK = (
    "value_id plan_id indicator_code indicator_en domain_code region_code value_role period_basis operator unit_code"
    " value_text value_base base_unit base_unit_code lower_bound_base lower_inclusive upper_bound_base upper_inclusive"
    " yearly_average_base match_grade component_kind statement_kind origin table_row table_column"
)

SHEETS = (
    Sheet(
        "对比",
        "comparison",
        "mart_indicator_comparison",
        "每行为一个指标、地区、年份、性质；各规划最吻合的数值并列；多个规划可比的指标在前",
        "indicator region domain year role_group_zh unit plan_count earlier_plan earlier_symbol"
        " earlier_period_start_year earlier_compared_value earlier_yearly_average earlier_value_text earlier_grade"
        " earlier_section later_plan later_symbol later_period_start_year later_compared_value later_yearly_average"
        " later_value_text later_grade later_section difference_pp all_values",
        2,
        "indicator_code indicator_en region_code domain_code role_group unit_code earlier_grade_reason earlier_label"
        " earlier_plan_id earlier_value_id earlier_compared_grade earlier_operator earlier_period_basis"
        " earlier_value_base"
        " later_grade_reason later_label later_plan_id later_value_id later_compared_grade later_operator"
        " later_period_basis later_value_base difference_base"
        " base_unit base_unit_code",
        """
        select c.*, c.name_zh as indicator, c.name_en as indicator_en, r.name_zh as region, d.name_zh as domain,
            c.role_group as role_group_zh, u.symbol as unit, b.symbol as base_unit,
            ep.plan as earlier_plan, lp.plan as later_plan, c.earlier_operator as earlier_symbol,
            c.later_operator as later_symbol,
            c.earlier_compared_grade as earlier_grade, c.later_compared_grade as later_grade,
            e.section as earlier_section, l.section as later_section,
            em.reason_zh as earlier_grade_reason, lm.reason_zh as later_grade_reason
        from mart_indicator_comparison as c
        join dim_region as r using (region_code)
        join dim_indicator as i using (indicator_code)
        join dim_domain as d on d.domain_code = c.domain_code
        join unit as u on u.unit_code = c.unit_code
        join unit as b on b.unit_code = c.base_unit_code
        left join plan as ep on ep.plan_id = c.earlier_plan_id
        left join plan as lp on lp.plan_id = c.later_plan_id
        left join fct_plan_value as e on e.value_id = c.earlier_value_id
        left join fct_plan_value as l on l.value_id = c.later_value_id
        left join bridge_indicator_match as em
            on em.plan_id = e.plan_id and em.label = e.label and em.subgroup = e.subgroup and em.is_primary
        left join bridge_indicator_match as lm
            on lm.plan_id = l.plan_id and lm.label = l.label and lm.subgroup = l.subgroup and lm.is_primary
        order by i.plan_count > 1 desc, d.sort_order, c.indicator_code, c.year, c.role_group, c.region_code
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
        _VALUES_FRONT.replace("basis", "period_month role basis").replace(" kind ", " origin_zh kind "),
        2,
        _VALUES_BACK,
        _VALUES.format(mart="fct_observation"),
    ),
    Sheet(
        "进展",
        "progress",
        "mart_target_progress",
        "每行为一个目标及其完成结论；可评估者在前",
        "plan indicator region domain printed symbol value_base base_unit period_end_year baseline_year"
        " baseline_value_base outcome_year outcome_value_base growth_ratio linear_pace verdict_zh is_achieved_early"
        " reason_zh section char_start",
        2,
        "value_id plan_id indicator_code indicator_en region_code domain_code verdict verdict_reason direction shape"
        " period_start_year period_basis operator value_text base_unit_code baseline_source baseline_plan_id"
        " baseline_value_id outcome_plan_id outcome_value_id outcome_month required_yearly_change_base"
        " required_yearly_change_pp observed_yearly_change_base required_cagr observed_cagr growth_band linear_band"
        " has_differing_bands score elapsed_share is_met is_baseline_beyond_target method_id method_version",
        """
        select p.*, plan.plan, i.name_zh as indicator, i.name_en as indicator_en, r.name_zh as region,
            d.name_zh as domain, v.printed, p.operator as symbol, b.symbol as base_unit, p.verdict as verdict_zh,
            p.verdict_reason as reason_zh, v.section, v.char_start
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
        " right_printed right_section right_char_start explanation_zh status_zh known_class_zh known_explanation_zh"
        " review_on",
        3,
        "finding_key series_key explanation_en known_explanation_en check_id severity status known_class plan_id indicator_code region_code left_value_id left_value"
        " right_plan_id right_value_id right_value difference tolerance base_unit",
        """
        select f.*, plan.plan, rp.plan as right_plan, i.name_zh as indicator, r.name_zh as region,
            b.symbol as base_unit, lv.base_unit_code,
            f.severity as severity_zh, f.status as status_zh, f.known_class as known_class_zh,
            run.title_zh as rule_zh, lv.printed as left_printed, lv.char_start as left_char_start,
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
        "plan line_no name category is_total project_count total_printed total_yuan in_plan_printed in_plan_yuan"
        " section char_start",
        3,
        "plan_id total_value_id in_plan_value_id project_count_value_id",
        """
        select f.*, plan.plan, t.printed as total_printed, p.printed as in_plan_printed,
            coalesce(t.section, p.section) as section, coalesce(t.char_start, p.char_start) as char_start
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
        select f.*, plan.plan, r.name_zh as region, t.printed as total_printed, p.printed as in_plan_printed,
            coalesce(t.section, p.section) as section, coalesce(t.char_start, p.char_start) as char_start
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
        "indicator indicator_en domain unit definition_zh definition_en direction_zh shape_zh aggregation_zh"
        " is_yearly is_comparable population_base_zh floor ceiling plan_count region_count",
        1,
        "indicator_code domain_code unit_code direction shape aggregation population_base",
        """
        select i.*, i.name_zh as indicator, i.name_en as indicator_en, d.name_zh as domain, u.symbol as unit,
            i.direction as direction_zh, i.shape as shape_zh,
            i.aggregation as aggregation_zh,
            i.population_base as population_base_zh
        from dim_indicator as i
        join dim_domain as d using (domain_code)
        join unit as u on u.unit_code = i.unit_code
        order by d.sort_order, i.indicator_code
        """,
    ),
)
