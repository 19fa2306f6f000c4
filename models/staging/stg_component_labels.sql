with source as (

    select * from {{ source('inputs', 'component_labels') }}

),

renamed as (

    select
        plan_id,
        label,
        coalesce(subgroup, '') as subgroup,
        component_kind,
        name_en,
        unit_code,
        part_of_label
    from source

)

select * from renamed
