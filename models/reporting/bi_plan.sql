with {{ imports(['dim_plan', 'dim_region', 'dim_code', 'fct_plan_value']) }},

counted as (

    select
        plan_id,
        count(*) as value_count,
        count(case when value_role = 'target' then 1 end) as target_count
    from fct_plan_value
    group by plan_id

),

final as (

    select
        dim_plan.plan_id,
        {{ names('plan', 'dim_plan') }},
        {{ titles('plan', 'dim_plan') }},
        dim_plan.issuer,
        dim_plan.region_code,
        {{ names('region', 'dim_region') }},
        dim_plan.issued_on,
        dim_plan.first_year,
        dim_plan.last_year,
        dim_plan.status,
        {{ code_names('status') }},
        dim_plan.last_year >= extract(year from current_date) as is_current,
        cast(coalesce(counted.value_count, 0) as integer) as value_count,
        cast(coalesce(counted.target_count, 0) as integer) as target_count,
        dim_plan.posted_on,
        dim_plan.url,
        dim_plan.retrieved_on,
        dim_plan.source_file,
        dim_plan.source_sha256,
        dim_plan.source_characters
    from dim_plan
    inner join dim_region
        on dim_plan.region_code = dim_region.region_code
    left join counted
        on dim_plan.plan_id = counted.plan_id
    {{ join_code_names('dim_plan.status', code_list='plan_status') }}

)

select * from final
