with amounts as (

    select plan_id, 'line ' || cast(line_no as varchar) as subject, name, total_yuan, in_plan_yuan, total_value_id, in_plan_value_id
    from {{ ref('fct_investment') }}

    union all

    select plan_id, 'project ' || cast(project_no as varchar), name, total_yuan, in_plan_yuan, total_value_id, in_plan_value_id
    from {{ ref('fct_project') }}

),

judged as (

    select
{{ check_columns(
    'in_plan_above_total',
    "case when in_plan_yuan > total_yuan then 'fail' else 'pass' end",
    "subject || ', ' || name || ': ' || " ~ told_yuan('in_plan_yuan') ~ " || ' within the plan period are more than the total of ' || " ~ told_yuan('total_yuan'),
    'plan_id', "plan_id || ':' || subject", left_value='in_plan_yuan', right_value='total_yuan',
    left_value_id='in_plan_value_id', right_value_id='total_value_id'
) }}
    from amounts
    where total_yuan is not null
        and in_plan_yuan is not null

)

select * from judged
