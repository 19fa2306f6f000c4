with plan_values as (

    select * from {{ ref('fct_plan_value') }}

),

plans as (

    select * from {{ ref('dim_plan') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

units as (

    select * from {{ ref('dim_unit') }}

),

numbered_values as (

    select
        plan_values.value_id,
        plan_values.plan_id,
        plans.first_year as plan_first_year,
        plan_values.indicator_code,
        plan_values.region_code,
        plan_values.period_end_year as year,
        case when plan_values.value_role = 'target' then 'target' else 'recorded' end as value_role,
        plan_values.origin,
        plan_values.period_basis,
        plan_values.period_month,
        plan_values.statement_kind,
        plan_values.char_start,
        plan_values.label,
        plan_values.operator,
        plan_values.value_text,
        coalesce(plan_values.yearly_average_grade, plan_values.match_grade) as match_grade,
        coalesce(plan_values.yearly_average_base, plan_values.value_base) as value_base
    from plan_values
    inner join plans
        on plan_values.plan_id = plans.plan_id
    where plan_values.value_role != 'none'
        and plan_values.value is not null
        and plan_values.match_grade != 'related'
        and (coalesce(plan_values.period_month, 12) = 12 or plan_values.period_basis = 'point')

),

ranked as (

    select
        numbered_values.*,
        {{ divide('numbered_values.value_base', 'units.to_base_factor') }} as value,
        numbered_values.match_grade in ('exact', 'close') as is_compared,
        -- The best value that a plan gives for one place, year and role: best grade, a table before running text, a figure
        -- of the year before the average of a sum, the plan's own before a landed observation, the latest month.
        row_number() over (
            partition by
                numbered_values.indicator_code,
                numbered_values.region_code,
                numbered_values.year,
                numbered_values.value_role,
                numbered_values.plan_id
            order by
                case numbered_values.match_grade
                    when 'exact' then 1 when 'close' then 2 when 'broad' then 3 else 4
                end,
                case when numbered_values.period_basis = 'cumulative' then 2 else 1 end,
                case when numbered_values.statement_kind = 'indicator_table' then 1 else 2 end,
                case when numbered_values.origin = 'observation' then 2 else 1 end,
                coalesce(numbered_values.period_month, 13) desc,
                numbered_values.char_start,
                numbered_values.value_id
        ) as rank_in_plan
    from numbered_values
    inner join indicators
        on numbered_values.indicator_code = indicators.indicator_code
    inner join units
        on indicators.unit_code = units.unit_code

)

select * from ranked
