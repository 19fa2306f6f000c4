with source as (

    select * from {{ source('inputs', 'indicator_non_matches') }}

),

renamed as (

    select
        plan_id,
        label,
        coalesce(subgroup, '') as subgroup,
        indicator_code,
        reason_zh,
        reason_en
    from source

)

select * from renamed
