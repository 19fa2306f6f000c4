with {{ imports(['fct_plan_value', 'dim_plan', 'dim_indicator']) }},

in_order as (

    select
        *,
        row_number() over (partition by indicator_code order by char_start, value_id) as place_in_order
    from fct_plan_value
    where is_provisional

),

counted as (

    select
        plan_id,
        label,
        subgroup,
        indicator_code,
        cast(count(*) as integer) as value_count,
        cast(count(case when value_role = 'target' then 1 end) as integer) as target_count,
        min(case when place_in_order = 1 then value_id end) as first_value_id
    from in_order
    group by plan_id, label, subgroup, indicator_code

),

final as (

    select
        counted.plan_id,
        {{ names('plan', 'dim_plan') }},
        counted.label,
        counted.subgroup,
        counted.indicator_code,
        {{ names('indicator', 'dim_indicator') }},
        counted.value_count,
        counted.target_count,
        counted.first_value_id
    from counted
    inner join dim_plan
        on counted.plan_id = dim_plan.plan_id
    inner join dim_indicator
        on counted.indicator_code = dim_indicator.indicator_code

)

select * from final
