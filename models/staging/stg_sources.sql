with source as (

    select * from {{ source('inputs', 'sources') }}

),

renamed as (

    select
        source_id,
        kind as source_kind,
        nullif({{ clean_text('title') }}, '') as source_title,
        publisher,
        {{ to_date('published_on') }} as published_on,
        url,
        nullif({{ clean_text('note') }}, '') as note
    from source

)

select * from renamed
