with {{ imports(['dim_code']) }},

final as (

    select
        code_list,
        code,
        sort_order,
        symbol,
        name_zh,
        name_en,
        meaning_zh,
        meaning_en
    from dim_code

)

select * from final
