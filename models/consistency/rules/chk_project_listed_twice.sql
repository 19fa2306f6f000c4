with projects as (

    select * from {{ ref('fct_project') }}

),

names as (

    select
        plan_id,
        name,
        min(project_no) as first_no,
        max(project_no) as last_no,
        count(*) as times
    from projects
    group by plan_id, name

),

judged as (

    select
        names.plan_id || ':' || names.name as subject,
        names.plan_id,
        first_listed.in_plan_value_id as left_value_id,
        last_listed.in_plan_value_id as right_value_id,
        first_listed.in_plan_yuan as left_value,
        last_listed.in_plan_yuan as right_value,
        case when names.times > 1 then 'fail' else 'pass' end as status,
        names.name
        || ' is listed as project ' || {{ as_text('names.first_no') }} || ' (' || first_listed.category || ', '
        || {{ describe_yuan('first_listed.in_plan_yuan') }} || ' in the plan period)'
        || ' and as project ' || {{ as_text('names.last_no') }} || ' (' || last_listed.category || ', '
        || {{ describe_yuan('last_listed.in_plan_yuan') }} || ')' as explanation_en,
        names.name || '：列为项目' || {{ as_text('names.first_no') }} || '（' || first_listed.category || '，规划期投资'
        || {{ describe_yuan('first_listed.in_plan_yuan', '无') }} || '），又列为项目'
        || {{ as_text('names.last_no') }} || '（' || last_listed.category || '，规划期投资'
        || {{ describe_yuan('last_listed.in_plan_yuan', '无') }} || '）' as explanation_zh
    from names
    inner join projects as first_listed
        on
            names.plan_id = first_listed.plan_id
            and names.first_no = first_listed.project_no
    inner join projects as last_listed
        on
            names.plan_id = last_listed.plan_id
            and names.last_no = last_listed.project_no

),

final as (

    {{ rule_columns('project_listed_twice', has_indicator=false) }}

)

select * from final
