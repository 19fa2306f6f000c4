with source as (

    select * from {{ source('inputs', 'units') }}

),

renamed as (

    select
        unit_code,
        name_zh,
        name_en,
        coalesce(symbol, '') as symbol,
        quantity,
        base_unit_code,
        cast(to_base_factor as decimal(18, 6)) as to_base_factor
    from source

)

select * from renamed
