with source as (

    select * from {{ ref('indicator_non_matches') }}

),

renamed as (

    select
        plan_id,
        label,
        coalesce(subgroup, '') as subgroup,
        indicator_code,
        reason
    from source

)

select * from renamed
