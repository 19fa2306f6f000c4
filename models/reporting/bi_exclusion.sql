with {{ imports(['fct_exclusion', 'dim_plan', 'dim_code']) }},

counted as (

    select
        plan_id,
        section,
        exclusion_reason,
        count(*) as excluded_number_count
    from fct_exclusion
    group by plan_id, section, exclusion_reason

),

final as (

    select
        counted.plan_id,
        dim_plan.name_zh as plan_zh,
        dim_plan.name_en as plan_en,
        dim_plan.title_zh as plan_title_zh,
        dim_plan.title_en as plan_title_en,
        counted.section,
        counted.exclusion_reason,
        {{ code_names('exclusion_reason') }},
        cast(counted.excluded_number_count as integer) as excluded_number_count
    from counted
    inner join dim_plan
        on counted.plan_id = dim_plan.plan_id
    {{ join_code_names('counted.exclusion_reason') }}

)

select * from final
