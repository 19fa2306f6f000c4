with source as (

    select * from {{ source('inputs', 'indicators') }}

),

renamed as (

    select
        indicator_code,
        name_zh,
        name_en,
        definition_zh,
        definition_en,
        domain_code,
        unit_code,
        direction,
        shape,
        aggregation,
        is_yearly = 'true' as is_yearly,
        is_comparable = 'true' as is_comparable,
        population_base,
        {{ to_decimal('floor') }} as floor,
        {{ to_decimal('ceiling') }} as ceiling,
        nullif({{ clean_text('within_year') }}, '') as within_year
    from source

)

select * from renamed
