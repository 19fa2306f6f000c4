with {{ imports(['fct_investment', 'fct_plan_value', 'dim_plan', 'dim_region']) }},

final as (

    select
        investments.plan_id,
        {{ names('plan', 'dim_plan') }},
        {{ titles('plan', 'dim_plan') }},
        dim_plan.first_year as plan_first_year,
        dim_plan.region_code,
        {{ names('region', 'dim_region') }},
        investments.line_no,
        investments.name,
        investments.category,
        investments.is_total,
        investments.project_count,
        investments.project_count_value_id,
        investments.total_yuan,
        {{ printed_text('totals') }} as total_printed_text,
        investments.total_value_id,
        investments.in_plan_yuan,
        {{ printed_text('in_plan') }} as in_plan_printed_text,
        investments.in_plan_value_id,
        coalesce(totals.section, in_plan.section) as section,
        coalesce(totals.char_start, in_plan.char_start) as char_start
    from fct_investment as investments
    inner join dim_plan
        on investments.plan_id = dim_plan.plan_id
    inner join dim_region
        on dim_plan.region_code = dim_region.region_code
    left join fct_plan_value as totals
        on investments.total_value_id = totals.value_id
    left join fct_plan_value as in_plan
        on investments.in_plan_value_id = in_plan.value_id

)

select * from final
