with source as (

    select * from {{ source('inputs', 'domains') }}

),

renamed as (

    select
        domain_code,
        name_zh,
        name_en,
        {{ to_integer('sort_order') }} as sort_order,
        search_words
    from source

)

select * from renamed
