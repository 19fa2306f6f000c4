with source as (

    select * from {{ source('inputs', 'codes') }}

),

renamed as (

    select
        code_list,
        code,
        {{ to_integer('sort_order') }} as sort_order,
        symbol,
        name_zh,
        name_en,
        meaning_zh,
        meaning_en
    from source

)

select * from renamed
