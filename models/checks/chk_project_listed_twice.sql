with projects as (

    select * from {{ ref('fct_project') }}

),

names as (

    select
        plan_id,
        name,
        min(project_no) as first_no,
        max(project_no) as second_no,
        count(*) as times
    from projects
    group by plan_id, name

),

judged as (

    select
{{ check_columns(
    'project_listed_twice',
    "case when names.times > 1 then 'fail' else 'pass' end",
    "names.name || ' is listed as project ' || cast(names.first_no as varchar) || ' (' || first_listed.category || ', ' || " ~ told_yuan('first_listed.in_plan_yuan') ~ " || ' in the plan period) and as project ' || cast(names.second_no as varchar) || ' (' || listed_again.category || ', ' || " ~ told_yuan('listed_again.in_plan_yuan') ~ " || ')'",
    'names.plan_id', "names.plan_id || ':' || names.name", left_value='first_listed.in_plan_yuan',
    right_value='listed_again.in_plan_yuan', left_value_id='first_listed.in_plan_value_id',
    right_value_id='listed_again.in_plan_value_id'
) }}
    from names
    inner join projects as first_listed
        on names.plan_id = first_listed.plan_id
        and names.first_no = first_listed.project_no
    inner join projects as listed_again
        on names.plan_id = listed_again.plan_id
        and names.second_no = listed_again.project_no

)

select * from judged
