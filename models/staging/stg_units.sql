with source as (

    select * from {{ source('inputs', 'units') }}

),

renamed as (

    select
        unit_code,
        name_zh,
        name_en,
        symbol,
        quantity,
        base_unit_code,
        {{ to_factor('to_base_factor') }} as to_base_factor
    from source

)

select * from renamed
