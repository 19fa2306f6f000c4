with source as (

    select * from {{ source('inputs', 'regions') }}

),

renamed as (

    select
        region_code,
        name_zh,
        name_en,
        level,
        parent_region_code
    from source

)

select * from renamed
