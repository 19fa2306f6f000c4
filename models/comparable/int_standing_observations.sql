-- Of the months that one series has of a year only the last can be its figure.
with {{ imports(['fct_plan_value', 'dim_indicator', 'dim_unit']) }},

observations as (

    select
        plan_values.value_id,
        coalesce(plan_values.plan_id, '') as plan_id,
        coalesce(plan_values.source_id, '') as source_id,
        plan_values.indicator_code,
        plan_values.region_code,
        plan_values.period_start_year,
        plan_values.period_end_year,
        plan_values.period_basis,
        plan_values.match_grade,
        plan_values.is_preliminary,
        {{ has_indicator_scope('plan_values', 'dim_indicator.population_base') }} as has_indicator_scope,
        {{ standing('plan_values', 'dim_indicator.within_year') }} as standing,
        coalesce(plan_values.period_month, 13) as last_month
    from fct_plan_value as plan_values
    inner join dim_indicator
        on plan_values.indicator_code = dim_indicator.indicator_code
    inner join dim_unit
        on dim_indicator.unit_code = dim_unit.unit_code
    where
        plan_values.origin = 'observation'
        and plan_values.measure = 'level'
        and plan_values.match_grade != 'related'
        and plan_values.base_unit_code = dim_unit.base_unit_code

),

{%- set series = [
    'plan_id', 'source_id', 'indicator_code', 'region_code', 'period_start_year', 'period_end_year', 'period_basis',
    'match_grade', 'is_preliminary', 'has_indicator_scope', 'standing',
] %}

last_months as (

    select
        {{ series | join(',\n        ') }},
        max(last_month) as last_month
    from observations
    where standing is not null
    group by {{ series | join(', ') }}

),

final as (

    select observations.value_id
    from observations
    inner join last_months
        on {{ columns_equal('observations', 'last_months', series + ['last_month']) }}

)

select * from final
