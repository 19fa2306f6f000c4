with {{ imports(['int_value_levels', 'int_standing_observations', 'dim_indicator', 'dim_plan', 'dim_unit']) }},

-- What an indicator says of all its values, in the unit that they are compared in.
indicators as (

    select
        dim_indicator.*,
        dim_unit.base_unit_code,
        dim_unit.to_base_factor,
        {{ to_base('dim_indicator.floor', 'dim_unit.to_base_factor') }} as floor_base,
        {{ to_base('dim_indicator.ceiling', 'dim_unit.to_base_factor') }} as ceiling_base
    from dim_indicator
    inner join dim_unit
        on dim_indicator.unit_code = dim_unit.unit_code

),

comparable as (

    select
        plan_values.value_id,
        plan_values.promise_id,
        plan_values.is_primary_statement,
        plan_values.commitment_strength,
        plan_values.plan_id,
        dim_plan.first_year as plan_first_year,
        {{ vintage('plan_values', 'dim_plan') }},
        plan_values.indicator_code,
        indicators.name_zh,
        indicators.name_en,
        indicators.direction,
        indicators.shape,
        indicators.aggregation,
        indicators.is_yearly,
        indicators.is_comparable,
        plan_values.region_code,
        plan_values.territory_code,
        plan_values.subgroup,
        plan_values.value_role,
        case when plan_values.value_role = 'target' then 'target' else 'recorded' end as role_group,
        plan_values.origin,
        plan_values.origin = 'observation' as is_observation,
        plan_values.period_start_year,
        plan_values.period_end_year,
        plan_values.period_month,
        plan_values.is_preliminary,
        {{ standing('plan_values', 'indicators.within_year') }} as standing,
        plan_values.period_basis,
        plan_values.period_basis = 'cumulative' as is_sum_over_years,
        plan_values.period_basis = 'annual'
        and plan_values.period_start_year < plan_values.period_end_year as is_each_year,
        {{ period_text('plan_values') }} as period_text,
        plan_values.statement_kind,
        plan_values.statement_kind in ('investment', 'project') as is_project_amount,
        plan_values.section,
        plan_values.label,
        plan_values.char_start,
        plan_values.operator,
        plan_values.value_text,
        {{ printed_text('plan_values') }} as printed_text,
        plan_values.value_base,
        plan_values.lower_bound_base,
        plan_values.upper_bound_base,
        plan_values.lower_inclusive,
        plan_values.upper_inclusive,
        plan_values.base_unit_code,
        plan_values.change_from_year,
        indicators.floor_base,
        indicators.ceiling_base,
        plan_values.match_grade,
        plan_values.match_grade in ('exact', 'close')
        and {{ has_indicator_scope('plan_values', 'indicators.population_base') }} as has_same_definition,
        plan_values.yearly_average_base,
        coalesce(plan_values.yearly_average_grade, plan_values.match_grade) as compared_grade,
        indicators.to_base_factor
    from int_value_levels as plan_values
    inner join indicators
        on plan_values.indicator_code = indicators.indicator_code
    left join dim_plan
        on plan_values.plan_id = dim_plan.plan_id
    left join int_standing_observations as standing_observations
        on plan_values.value_id = standing_observations.value_id
    where
        (plan_values.origin = 'plan' or standing_observations.value_id is not null)
        -- What is printed in the unit of another quantity by a slip is not compared.
        and not coalesce(plan_values.base_unit_code != indicators.base_unit_code, false)

),

ranked as (

    select
        *,
        {{ divide('value_base', 'to_base_factor') }} as compared_value,
        {{ divide('yearly_average_base', 'to_base_factor') }} as yearly_average,
        has_same_definition and standing != 'running' as is_compared,
        has_same_definition and standing != 'running' and not is_project_amount as is_judged,
        row_number() over (
            partition by
                plan_id, indicator_code, region_code, role_group, period_start_year, period_end_year, is_each_year
            order by
                {{ order_of_preference() }}
        ) as rank_in_period,
        row_number() over (
            partition by plan_id, indicator_code, region_code, role_group, period_end_year
            order by
                {{ order_of_preference() }}
        ) as rank_in_year
    from comparable
    where standing is not null

)

select * from ranked
