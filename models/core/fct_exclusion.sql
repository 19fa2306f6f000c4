with exclusions as (

    select * from {{ ref('stg_exclusions') }}

),

renamed as (

    select
        plan_id,
        char_start,
        run_text as number_text,
        section,
        reason as exclusion_reason
    from exclusions

)

select * from renamed
