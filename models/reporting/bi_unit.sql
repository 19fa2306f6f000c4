with {{ imports(['dim_unit']) }},

final as (

    select
        unit_code,
        name_zh as unit_zh,
        name_en as unit_en,
        symbol as unit_symbol,
        quantity,
        base_unit_code,
        to_base_factor
    from dim_unit

)

select * from final
