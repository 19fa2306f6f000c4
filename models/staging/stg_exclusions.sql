with source as (

    select * from {{ source('inputs', 'exclusions') }}

),

renamed as (

    select
        plan_id,
        cast(char_start as integer) as char_start,
        run_text,
        section,
        reason
    from source

)

select * from renamed
