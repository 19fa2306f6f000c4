with projects as (

    select * from {{ ref('fct_project') }}
    where
        total_yuan is not null
        and in_plan_yuan is not null
        and is_outside_plan_period

),

judged as (

    select
        plan_id || ':project ' || {{ as_text('project_no') }} as subject,
        plan_id,
        in_plan_value_id as left_value_id,
        total_value_id as right_value_id,
        in_plan_yuan as left_value,
        total_yuan as right_value,
        case when in_plan_yuan = total_yuan then 'fail' else 'pass' end as status,
        'project ' || {{ as_text('project_no') }} || ', ' || name
        || ': the whole investment is placed in the plan period though the term is '
        || {{ describe_years('start_year', 'end_year') }} as explanation_en,
        '项目' || {{ as_text('project_no') }} || '（' || name || '）：建设期为'
        || {{ describe_years('start_year', 'end_year') }} || '，总投资却全部列入规划期' as explanation_zh
    from projects

),

final as (

    {{ rule_columns('full_total_in_plan_period', has_indicator=false) }}

)

select * from final
