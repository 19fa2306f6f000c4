with source as (

    select * from {{ source('inputs', 'indicator_matches') }}

),

renamed as (

    select
        plan_id,
        label,
        coalesce(subgroup, '') as subgroup,
        indicator_code,
        match_grade,
        reason
    from source

)

select * from renamed
