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
        category as subject,
        sum(total_yuan) as total_yuan,
        sum(in_plan_yuan) as in_plan_yuan,
        count(*) as project_count
    from projects
    group by plan_id, category

    union all

    select
        plan_id,
        'all projects' as subject,
        sum(total_yuan) as total_yuan,
        sum(in_plan_yuan) as in_plan_yuan,
        count(*) as project_count
    from projects
    group by plan_id

),

summary_lines as (

    select
        plan_id,
        case when is_total then 'all projects' else name end as subject,
        total_yuan,
        in_plan_yuan,
        project_count
    from investments

),

compared as (

    {% for measure, title_en, title_zh in [
        ('total_yuan', 'total investment', '总投资'),
        ('in_plan_yuan', 'investment in the plan period', '规划期投资'),
        ('project_count', 'number', '项目数'),
    ] -%}
        select
            project_sums.plan_id,
            project_sums.subject,
            '{{ measure }}' as measure,
            '{{ title_en }}' as measure_en,
            '{{ title_zh }}' as measure_zh,
            cast(project_sums.{{ measure }} as decimal(28, 6)) as sum_of_projects,
            cast(summary_lines.{{ measure }} as decimal(28, 6)) as printed,
            summary_lines.plan_id is not null as has_line
        from project_sums
        left join summary_lines
            on
                project_sums.plan_id = summary_lines.plan_id
                and project_sums.subject = summary_lines.subject
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

judged as (

    select
        plan_id || ':' || subject || ':' || measure as subject,
        plan_id,
        {{ no_text() }} as left_value_id,
        {{ no_text() }} as right_value_id,
        sum_of_projects as left_value,
        printed as right_value,
        case
            when not has_line then 'fail'
            when printed is null and sum_of_projects is null then 'not_applicable'
            when coalesce(sum_of_projects = printed, false) then 'pass'
            else 'fail'
        end as status,
        subject || ', ' || measure_en
        || case
            when printed is null and sum_of_projects is null
                then ': neither a listed project nor the summary prints one'
            else
                ': the listed projects add up to ' || {{ describe_amount('measure', 'sum_of_projects') }}
                || ', the summary prints ' || {{ describe_amount('measure', 'printed') }}
        end as explanation_en,
        case subject when 'all projects' then '全部项目' else subject end || measure_zh
        || case
            when printed is null and sum_of_projects is null then '：所列项目和汇总表均未印出'
            else
                '：所列项目之和为' || {{ describe_amount('measure', 'sum_of_projects', '个项目', '无') }}
                || '，汇总表为' || {{ describe_amount('measure', 'printed', '个项目', '无') }}
        end as explanation_zh
    from compared

),

final as (

    {{ rule_columns('projects_against_category', has_indicator=false) }}

)

select * from final
