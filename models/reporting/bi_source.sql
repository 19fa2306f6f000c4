with {{ imports(['dim_source', 'fct_observation', 'dim_code']) }},

counted as (

    select
        source_id,
        count(*) as record_count
    from fct_observation
    group by source_id

),

final as (

    select
        dim_source.source_id,
        dim_source.source_kind,
        {{ code_names('source_kind') }},
        dim_source.source_title,
        dim_source.publisher,
        dim_source.published_on,
        dim_source.url,
        dim_source.note,
        cast(coalesce(counted.record_count, 0) as integer) as record_count
    from dim_source
    left join counted
        on dim_source.source_id = counted.source_id
    {{ join_code_names('dim_source.source_kind') }}

)

select * from final
