-- Sums of listed projects against the category lines, and against the printed total.
with projects as (

    select * from {{ ref('fct_project') }}

),

investments as (

    select * from {{ ref('fct_investment') }}

),

project_sums as (

    select
        plan_id,
        category,
        cast(coalesce(sum(total_yuan), 0) as decimal(28, 6)) as total_yuan,
        cast(coalesce(sum(in_plan_yuan), 0) as decimal(28, 6)) as in_plan_yuan,
        cast(count(*) as decimal(28, 6)) as project_count
    from projects
    group by plan_id, category

),

grand_sums as (

    select
        plan_id,
        cast(sum(total_yuan) as decimal(28, 6)) as total_yuan,
        cast(sum(in_plan_yuan) as decimal(28, 6)) as in_plan_yuan,
        cast(sum(project_count) as decimal(28, 6)) as project_count
    from project_sums
    group by plan_id

),

compared as (

    {%- for measure in ['total_yuan', 'in_plan_yuan', 'project_count'] %}
    select
        project_sums.plan_id,
        project_sums.category as subject,
        '{{ measure }}' as measure,
        project_sums.{{ measure }} as sum_of_projects,
        cast(investments.{{ measure }} as decimal(28, 6)) as printed,
        investments.line_no is not null as has_line
    from project_sums
    left join investments
        on project_sums.plan_id = investments.plan_id
        and project_sums.category = investments.name

    union all

    select
        grand_sums.plan_id,
        'all projects' as subject,
        '{{ measure }}' as measure,
        grand_sums.{{ measure }} as sum_of_projects,
        cast(investments.{{ measure }} as decimal(28, 6)) as printed,
        investments.line_no is not null as has_line
    from grand_sums
    left join investments
        on grand_sums.plan_id = investments.plan_id
        and investments.is_total
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

judged as (

    select
{{ check_columns(
    'projects_against_category',
    "case
        when not has_line then 'fail'
        when printed is null and sum_of_projects = 0 then 'not_applicable'
        when coalesce(sum_of_projects = printed, false) then 'pass'
        else 'fail'
    end",
    "subject || ', ' || case measure when 'total_yuan' then 'total investment' when 'in_plan_yuan' then 'investment in the plan period' else 'number' end || ': the listed projects add up to ' || " ~ told_amount('measure', 'sum_of_projects') ~ " || ', the summary prints ' || " ~ told_amount('measure', 'printed'),
    'plan_id', "plan_id || ':' || subject || ':' || measure", left_value='sum_of_projects', right_value='printed'
) }}
    from compared

)

select * from judged
