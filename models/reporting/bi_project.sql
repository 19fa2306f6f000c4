with {{ imports(['fct_project', 'fct_plan_value', 'dim_plan', 'dim_region']) }},

final as (

    select
        projects.plan_id,
        {{ names('plan', 'dim_plan') }},
        {{ titles('plan', 'dim_plan') }},
        dim_plan.first_year as plan_first_year,
        projects.region_code,
        {{ names('region', 'dim_region') }},
        projects.project_no,
        projects.name,
        projects.category,
        projects.project_type,
        projects.start_year,
        projects.end_year,
        projects.is_outside_plan_period,
        projects.place_text,
        projects.total_yuan,
        {{ printed_text('totals') }} as total_printed_text,
        projects.total_value_id,
        projects.in_plan_yuan,
        {{ printed_text('in_plan') }} as in_plan_printed_text,
        projects.in_plan_value_id,
        coalesce(totals.section, in_plan.section) as section,
        coalesce(totals.char_start, in_plan.char_start) as char_start,
        projects.executing_organizations,
        projects.note
    from fct_project as projects
    inner join dim_plan
        on projects.plan_id = dim_plan.plan_id
    inner join dim_region
        on projects.region_code = dim_region.region_code
    left join fct_plan_value as totals
        on projects.total_value_id = totals.value_id
    left join fct_plan_value as in_plan
        on projects.in_plan_value_id = in_plan.value_id

)

select * from final
