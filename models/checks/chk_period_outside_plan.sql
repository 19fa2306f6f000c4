-- Projects have terms of their own (chk_full_total_in_plan_period).
with plan_values as (

    select * from {{ ref('fct_plan_value') }}
    where value_role = 'target'
        and statement_kind != 'project'

),

plans as (

    select * from {{ ref('dim_plan') }}

),

investments as (

    select total_value_id from {{ ref('fct_investment') }}
    where total_value_id is not null

),

judged as (

    select
{{ check_columns(
    'period_outside_plan',
    "case
        when investments.total_value_id is not null then 'not_applicable'
        when plan_values.period_start_year < plans.first_year or plan_values.period_end_year > plans.last_year then 'fail'
        else 'pass'
    end",
    "plan_values.label || ': the target ' || plan_values.value_text || ' is for ' || cast(plan_values.period_start_year as varchar) || '-' || cast(plan_values.period_end_year as varchar) || ', the plan runs ' || cast(plans.first_year as varchar) || '-' || cast(plans.last_year as varchar)",
    'plan_values.plan_id', 'plan_values.value_id', 'plan_values.indicator_code', 'plan_values.region_code',
    'plan_values.period_end_year', 'plan_values.value_base', left_value_id='plan_values.value_id'
) }}
    from plan_values
    inner join plans
        on plan_values.plan_id = plans.plan_id
    left join investments
        on plan_values.value_id = investments.total_value_id

)

select * from judged
