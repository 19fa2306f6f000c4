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
        {{ names('plan', 'dim_plan') }},
        {{ titles('plan', 'dim_plan') }},
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
