with source as (

    select * from {{ source('inputs', 'organizations') }}

),

renamed as (

    select
        organization_id,
        name_zh,
        name_en,
        region_code,
        kind,
        successor_organization_id,
        note
    from source

)

select * from renamed
