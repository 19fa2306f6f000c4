-- Projects have terms of their own (chk_full_total_in_plan_period).
with plan_values as (

    select * from {{ ref('fct_plan_value') }}
    where
        value_role = 'target'
        and statement_kind != 'project'

),

plans as (

    select * from {{ ref('dim_plan') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

investments as (

    select total_value_id from {{ ref('fct_investment') }}
    where total_value_id is not null

),

judged as (

    select
        {{ value_subject('plan_values') }},
        case
            when
                plan_values.period_start_year >= plans.first_year
                and plan_values.period_end_year <= plans.last_year
                then 'pass'
            when investments.total_value_id is not null then 'not_applicable'
            else 'fail'
        end as status,
        coalesce(indicators.name_en, plan_values.label) || ': the target ' || plan_values.value_text
        || ' is for ' || {{ describe_years('plan_values.period_start_year', 'plan_values.period_end_year') }}
        || ', the plan runs ' || {{ describe_years('plans.first_year', 'plans.last_year') }}
        || case
            when investments.total_value_id is not null then '. A total investment runs with its projects.' else ''
        end as explanation_en,
        plan_values.label || '：目标' || plan_values.value_text || '属'
        || {{ describe_years('plan_values.period_start_year', 'plan_values.period_end_year') }}
        || '年，规划期为' || {{ describe_years('plans.first_year', 'plans.last_year') }} || '年'
        || case
            when investments.total_value_id is not null then '。总投资随项目的建设期计算。' else ''
        end as explanation_zh
    from plan_values
    inner join plans
        on plan_values.plan_id = plans.plan_id
    left join investments
        on plan_values.value_id = investments.total_value_id
    left join indicators
        on plan_values.indicator_code = indicators.indicator_code

),

final as (

    {{ rule_columns('period_outside_plan') }}

)

select * from final
