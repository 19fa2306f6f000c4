with {{ imports(['mart_search_entry']) }},

final as (

    select
        entry_kind,
        code,
        name_zh,
        name_en,
        search_names,
        search_words,
        plan_count,
        sort_order
    from mart_search_entry

)

select * from final
