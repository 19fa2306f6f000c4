with {{ imports(['dim_domain']) }},

final as (

    select
        domain_code,
        name_zh as domain_zh,
        name_en as domain_en,
        sort_order,
        search_words
    from dim_domain

)

select * from final
