with source as (

    select * from {{ source('inputs', 'indicators') }}

),

renamed as (

    select
        indicator_code,
        name_zh,
        name_en,
        definition,
        domain_code,
        unit_code,
        direction,
        shape,
        population_base,
        {{ to_decimal('floor') }} as floor,
        {{ to_decimal('ceiling') }} as ceiling
    from source

)

select * from renamed
