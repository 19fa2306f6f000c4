with {{ imports(['dim_region', 'fct_plan_value']) }},

counted as (

    select
        region_code,
        count(*) as value_count
    from fct_plan_value
    group by region_code

),

final as (

    select
        dim_region.region_code,
        {{ names('region', 'dim_region') }},
        dim_region.level,
        dim_region.parent_region_code,
        dim_region.valid_from,
        dim_region.valid_to,
        cast(coalesce(counted.value_count, 0) as integer) as value_count
    from dim_region
    left join counted
        on dim_region.region_code = counted.region_code

)

select * from final
