with source as (

    select * from {{ source('inputs', 'indicator_matches') }}

),

renamed as (

    select
        plan_id,
        label,
        coalesce(subgroup, '') as subgroup,
        indicator_code,
        is_primary = 'true' as is_primary,
        match_grade,
        reason_zh,
        reason_en
    from source

)

select * from renamed
