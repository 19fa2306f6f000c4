with source as (

    select * from {{ source('inputs', 'region_successions') }}

),

renamed as (

    select
        region_code,
        successor_region_code,
        {{ to_integer('succession_year') }} as succession_year,
        succession,
        basis_zh,
        basis_en
    from source

)

select * from renamed
