with source as (

    select * from {{ source('inputs', 'organization_names') }}

),

renamed as (

    select
        plan_id,
        printed_name,
        organization_id
    from source

)

select * from renamed
