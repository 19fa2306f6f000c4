with {{ imports([
    'mart_indicator_point',
    'mart_indicator_comparison',
    'mart_indicator_trajectory',
    'fct_plan_value',
    'bridge_indicator_match',
    'dim_indicator',
    'dim_unit',
    'dim_domain',
    'dim_region',
    'dim_plan',
    'dim_code',
]) }},

final as (

    select
        points.indicator_code,
        {{ names('indicator', 'comparison') }},
        dim_indicator.aggregation,
        {{ code_names('aggregation') }},
        comparison.domain_code,
        {{ names('domain', 'dim_domain') }},
        points.region_code,
        {{ names('region', 'dim_region') }},
        points.year,
        points.role_group,
        {{ code_names('role_group') }},
        points.plan_id,
        {{ names('plan', 'dim_plan') }},
        {{ titles('plan', 'dim_plan') }},
        points.operator,
        {{ code_names('operator') }},
        points.period_start_year,
        points.period_basis,
        {{ code_names('period_basis') }},
        points.compared_value,
        points.compared_lower_bound,
        points.compared_upper_bound,
        points.lower_inclusive,
        points.upper_inclusive,
        comparison.unit_code,
        {{ names('unit', 'dim_unit') }},
        points.value_text,
        plan_values.unit_text,
        points.label,
        points.is_sum_over_years,
        points.yearly_average,
        points.compared_grade,
        {{ code_names('compared_grade') }},
        matches.reason_zh as match_reason_zh,
        matches.reason_en as match_reason_en,
        points.is_compared,
        coalesce(points.value_id in (trajectories.recorded_value_id, trajectories.target_value_id), false) as is_latest,
        comparison.plan_count,
        dim_indicator.plan_count as indicator_plan_count,
        dim_indicator.is_comparable,
        points.value_id,
        points.origin,
        points.period_month,
        plan_values.section,
        plan_values.char_start
    from mart_indicator_point as points
    inner join mart_indicator_comparison as comparison
        on
            points.indicator_code = comparison.indicator_code
            and points.region_code = comparison.region_code
            and points.year = comparison.year
            and points.role_group = comparison.role_group
    left join mart_indicator_trajectory as trajectories
        on
            points.indicator_code = trajectories.indicator_code
            and points.region_code = trajectories.region_code
            and points.year = trajectories.year
    inner join fct_plan_value as plan_values
        on points.value_id = plan_values.value_id
    inner join bridge_indicator_match as matches
        on
            plan_values.plan_id = matches.plan_id
            and plan_values.label = matches.label
            and plan_values.subgroup = matches.subgroup
            and plan_values.indicator_code = matches.indicator_code
    inner join dim_indicator
        on points.indicator_code = dim_indicator.indicator_code
    inner join dim_unit
        on comparison.unit_code = dim_unit.unit_code
    inner join dim_domain
        on comparison.domain_code = dim_domain.domain_code
    inner join dim_region
        on points.region_code = dim_region.region_code
    inner join dim_plan
        on points.plan_id = dim_plan.plan_id
    {{ join_code_names('dim_indicator.aggregation') }}
    {{ join_code_names('points.role_group') }}
    {{ join_code_names('points.operator') }}
    {{ join_code_names('points.period_basis') }}
    {{ join_code_names('points.compared_grade', code_list='match_grade') }}

)

select * from final
