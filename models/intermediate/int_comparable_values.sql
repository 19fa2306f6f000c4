with plan_values as (

    select * from {{ ref('fct_plan_value') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

plans as (

    select * from {{ ref('dim_plan') }}

),

units as (

    select * from {{ ref('dim_unit') }}

),

joined as (

    select
        plan_values.*,
        coalesce(plan_values.origin, 'plan') = 'observation' as is_observation,
        case when plan_values.value_role = 'target' then 'target' else 'recorded' end as role_group,
        plan_values.value_text
            || case when plan_values.unit_text = '' then '' else ' ' || plan_values.unit_text end as printed,
        case
            when plan_values.period_month is not null
                then cast(plan_values.period_end_year as varchar) || '-' || right('0' || cast(plan_values.period_month as varchar), 2)
            when plan_values.period_start_year = plan_values.period_end_year
                then cast(plan_values.period_end_year as varchar)
            else cast(plan_values.period_start_year as varchar) || '-' || cast(plan_values.period_end_year as varchar)
        end as period_text,
        indicators.name_zh,
        indicators.direction,
        indicators.shape,
        indicators.floor,
        indicators.ceiling,
        {{ divide('plan_values.value_base', 'indicator_units.to_base_factor') }} as value_in_indicator_unit,
        plans.first_year as plan_first_year
    from plan_values
    inner join indicators
        on plan_values.indicator_code = indicators.indicator_code
    inner join units as indicator_units
        on indicators.unit_code = indicator_units.unit_code
    inner join plans
        on plan_values.plan_id = plans.plan_id
    where plan_values.value is not null
        and plan_values.match_grade in ('exact', 'close')
        and plan_values.statement_kind in ('indicator_table', 'commitment')
        -- What is done in a year is known at its end; a month's figure of it is a part.
        and (coalesce(plan_values.period_month, 12) = 12 or plan_values.period_basis = 'point')

),

ranked as (

    select
        *,
        -- The value that a plan gives for one place, year and role: table before running text.
        row_number() over (
            partition by plan_id, indicator_code, region_code, period_start_year, period_end_year, role_group
            order by
                case when is_observation then 2 else 1 end,
                case match_grade when 'exact' then 1 else 2 end,
                case when statement_kind = 'indicator_table' then 1 else 2 end,
                coalesce(period_month, 13) desc,
                char_start,
                value_id
        ) as rank_in_plan
    from joined

)

select * from ranked
