with {{ imports(['fct_project', 'dim_plan', 'dim_region']) }},

final as (

    select
        projects.plan_id,
        dim_plan.title_zh as plan_title_zh,
        dim_plan.title_en as plan_title_en,
        projects.region_code,
        dim_region.name_zh as region_zh,
        dim_region.name_en as region_en,
        projects.project_no,
        projects.name,
        projects.category,
        projects.project_type,
        projects.start_year,
        projects.end_year,
        projects.is_outside_plan_period,
        projects.place_text,
        projects.total_yuan,
        projects.in_plan_yuan,
        projects.executing_organizations
    from fct_project as projects
    inner join dim_plan
        on projects.plan_id = dim_plan.plan_id
    inner join dim_region
        on projects.region_code = dim_region.region_code

)

select * from final
