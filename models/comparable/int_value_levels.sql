{{ config(materialized='view') }}

-- The one guard: whatever is compared or judged by its number comes from here, so no change, rank or direction meets a
-- level. A change that comes to a level stands for the end of its period.
with plan_values as (

    select * from {{ ref('fct_plan_value') }}

),

change_levels as (

    select * from {{ ref('int_change_levels') }}

),

final as (

    select
        plan_values.value_id,
        plan_values.promise_id,
        plan_values.is_primary_statement,
        plan_values.commitment_strength,
        plan_values.plan_id,
        plan_values.source_id,
        plan_values.published_on,
        plan_values.indicator_code,
        plan_values.region_code,
        plan_values.territory_code,
        plan_values.subgroup,
        plan_values.value_role,
        plan_values.origin,
        plan_values.period_end_year,
        plan_values.period_month,
        plan_values.is_half_year,
        plan_values.is_preliminary,
        plan_values.statement_kind,
        plan_values.section,
        plan_values.label,
        plan_values.char_start,
        plan_values.operator,
        plan_values.value_text,
        plan_values.unit_text,
        plan_values.value_shape,
        plan_values.match_grade,
        plan_values.population,
        plan_values.scope_difference,
        plan_values.yearly_average_base,
        plan_values.yearly_average_grade,
        case
            when change_levels.change_from_year is null then plan_values.period_start_year
            else plan_values.period_end_year
        end as period_start_year,
        case
            when change_levels.change_from_year is null or plan_values.period_basis != 'cumulative'
                then plan_values.period_basis
            else 'point'
        end as period_basis,
        {%- for column in level_columns() %}
            {{ level_column(column, 'plan_values', 'change_levels') }} as {{ column }},
        {%- endfor %}
        coalesce(change_levels.base_unit_code, plan_values.base_unit_code) as base_unit_code,
        change_levels.change_from_year
    from plan_values
    left join change_levels
        on plan_values.value_id = change_levels.value_id
    where
        plan_values.match_grade != 'related'
        and (plan_values.measure = 'level' or change_levels.value_base is not null)

)

select * from final
