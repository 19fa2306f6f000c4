with {{ imports([
    'mart_target_progress',
    'fct_target',
    'dim_indicator',
    'dim_unit',
    'dim_domain',
    'dim_region',
    'dim_plan',
    'dim_code',
]) }},

final as (

    select
        progress.value_id,
        progress.plan_id,
        dim_plan.title_zh as plan_title_zh,
        dim_plan.title_en as plan_title_en,
        progress.indicator_code,
        dim_indicator.name_zh as indicator_zh,
        dim_indicator.name_en as indicator_en,
        dim_indicator.aggregation,
        {{ code_names('aggregation') }},
        progress.domain_code,
        dim_domain.name_zh as domain_zh,
        dim_domain.name_en as domain_en,
        progress.region_code,
        dim_region.name_zh as region_zh,
        dim_region.name_en as region_en,
        progress.period_start_year,
        progress.period_end_year,
        progress.period_basis,
        {{ code_names('period_basis') }},
        targets.statement_kind,
        {{ code_names('statement_kind') }},
        targets.section,
        targets.char_start,
        targets.label,
        progress.value_text,
        targets.unit_text,
        progress.operator,
        {{ code_names('operator') }},
        {{ divide('progress.value_base', 'dim_unit.to_base_factor') }} as target_value,
        progress.baseline_year,
        {{ divide('progress.baseline_value_base', 'dim_unit.to_base_factor') }} as baseline_value,
        progress.baseline_value_id,
        progress.outcome_year,
        progress.outcome_month,
        {{ divide('progress.outcome_value_base', 'dim_unit.to_base_factor') }} as outcome_value,
        progress.outcome_value_id,
        progress.outcome_plan_id,
        dim_indicator.unit_code,
        dim_unit.name_zh as unit_zh,
        dim_unit.name_en as unit_en,
        progress.growth_ratio,
        progress.linear_pace,
        progress.score,
        progress.verdict,
        {{ code_names('verdict') }},
        progress.verdict_reason,
        {{ code_names('verdict_reason') }},
        progress.is_achieved_early
    from mart_target_progress as progress
    inner join fct_target as targets
        on progress.value_id = targets.value_id
    inner join dim_indicator
        on progress.indicator_code = dim_indicator.indicator_code
    inner join dim_unit
        on dim_indicator.unit_code = dim_unit.unit_code
    inner join dim_domain
        on progress.domain_code = dim_domain.domain_code
    inner join dim_region
        on progress.region_code = dim_region.region_code
    inner join dim_plan
        on progress.plan_id = dim_plan.plan_id
    {{ join_code_names('dim_indicator.aggregation') }}
    {{ join_code_names('progress.period_basis') }}
    {{ join_code_names('targets.statement_kind') }}
    {{ join_code_names('progress.operator') }}
    {{ join_code_names('progress.verdict') }}
    {{ join_code_names('progress.verdict_reason') }}

)

select * from final
