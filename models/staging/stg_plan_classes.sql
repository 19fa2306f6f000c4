with source as (

    select * from {{ source('inputs', 'plan_classes') }}

),

renamed as (

    select
        plan_id,
        class_zh,
        section,
        domain_code,
        note
    from source

)

select * from renamed
