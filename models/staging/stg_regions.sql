with source as (

    select * from {{ source('inputs', 'regions') }}

),

renamed as (

    select
        region_code,
        name_zh,
        name_en,
        level,
        parent_region_code,
        {{ to_integer('valid_from') }} as valid_from,
        {{ to_integer('valid_to') }} as valid_to
    from source

)

select * from renamed
