with projects as (

    select * from {{ ref('fct_project') }}
    where total_yuan is not null
        and in_plan_yuan is not null
        and is_outside_plan_period

),

judged as (

    select
{{ check_columns(
    'full_total_in_plan_period',
    "case when in_plan_yuan = total_yuan then 'fail' else 'pass' end",
    "'project ' || cast(project_no as varchar) || ', ' || name || ': the whole investment is placed in the plan period though the term is ' || cast(start_year as varchar) || '-' || cast(end_year as varchar)",
    'plan_id', "plan_id || ':project ' || cast(project_no as varchar)", left_value='in_plan_yuan', right_value='total_yuan',
    left_value_id='in_plan_value_id', right_value_id='total_value_id'
) }}
    from projects

)

select * from judged
