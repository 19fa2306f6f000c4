with {{ imports(['fct_investment', 'dim_plan', 'dim_region']) }},

final as (

    select
        investments.plan_id,
        dim_plan.title_zh as plan_title_zh,
        dim_plan.title_en as plan_title_en,
        dim_plan.region_code,
        dim_region.name_zh as region_zh,
        dim_region.name_en as region_en,
        investments.line_no,
        investments.name,
        investments.category,
        investments.is_total,
        investments.project_count,
        investments.total_yuan,
        investments.in_plan_yuan
    from fct_investment as investments
    inner join dim_plan
        on investments.plan_id = dim_plan.plan_id
    inner join dim_region
        on dim_plan.region_code = dim_region.region_code

)

select * from final
