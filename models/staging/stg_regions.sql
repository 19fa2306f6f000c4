with source as (

    {{ reference_rows('regions') }}

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
