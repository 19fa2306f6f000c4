with projects as (

    select * from {{ ref('stg_projects') }}

),

plans as (

    select * from {{ ref('stg_plans') }}

),

amounts as (

    select * from {{ ref('int_amounts_pivoted') }}
    where statement_kind = 'project'

),

final as (

    select
        projects.plan_id,
        projects.project_no,
        projects.name,
        projects.category,
        projects.project_type,
        projects.start_year,
        projects.end_year,
        projects.start_year < plans.first_year or projects.end_year > plans.last_year as is_outside_plan_period,
        projects.place_text,
        projects.region_code,
        amounts.total_yuan,
        amounts.in_plan_yuan,
        amounts.total_value_id,
        amounts.in_plan_value_id,
        projects.executing_organizations,
        projects.note
    from projects
    inner join plans
        on projects.plan_id = plans.plan_id
    inner join amounts
        on
            projects.plan_id = amounts.plan_id
            and projects.project_no = amounts.table_row

)

select * from final
