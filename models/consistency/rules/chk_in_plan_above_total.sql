with investments as (

    select * from {{ ref('fct_investment') }}

),

projects as (

    select * from {{ ref('fct_project') }}

),

amounts as (

    select
        plan_id,
        'line ' || {{ as_text('line_no') }} as subject,
        '第' || {{ as_text('line_no') }} || '行' as subject_zh,
        name,
        total_yuan,
        in_plan_yuan,
        total_value_id,
        in_plan_value_id
    from investments

    union all

    select
        plan_id,
        'project ' || {{ as_text('project_no') }} as subject,
        '项目' || {{ as_text('project_no') }} as subject_zh,
        name,
        total_yuan,
        in_plan_yuan,
        total_value_id,
        in_plan_value_id
    from projects

),

judged as (

    select
        plan_id || ':' || subject as subject,
        plan_id,
        in_plan_value_id as left_value_id,
        total_value_id as right_value_id,
        in_plan_yuan as left_value,
        total_yuan as right_value,
        case when in_plan_yuan > total_yuan then 'fail' else 'pass' end as status,
        subject || ', ' || name || ': ' || {{ describe_yuan('in_plan_yuan') }}
        || ' within the plan period are more than the total of ' || {{ describe_yuan('total_yuan') }} as explanation_en,
        subject_zh || '（' || name || '）：规划期投资' || {{ describe_yuan('in_plan_yuan') }}
        || '，大于总投资' || {{ describe_yuan('total_yuan') }} as explanation_zh
    from amounts
    where
        total_yuan is not null
        and in_plan_yuan is not null

),

final as (

    {{ rule_columns('in_plan_above_total', has_indicator=false) }}

)

select * from final
