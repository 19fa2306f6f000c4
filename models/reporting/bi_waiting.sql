with {{ imports(['fct_plan_value', 'dim_indicator']) }},

waiting as (

    select
        *,
        row_number() over (partition by indicator_code order by char_start, value_id) as place_in_order
    from fct_plan_value
    where is_provisional

),

final as (

    select
        waiting.plan_id,
        waiting.label,
        waiting.subgroup,
        waiting.indicator_code,
        dim_indicator.domain_code,
        dim_indicator.unit_code,
        cast(count(*) as integer) as value_count,
        cast(count(case when waiting.value_role = 'target' then 1 end) as integer) as target_count,
        min(case when waiting.place_in_order = 1 then waiting.value_id end) as first_value_id
    from waiting
    inner join dim_indicator
        on waiting.indicator_code = dim_indicator.indicator_code
    group by
        waiting.plan_id, waiting.label, waiting.subgroup, waiting.indicator_code, dim_indicator.domain_code,
        dim_indicator.unit_code

)

select * from final
