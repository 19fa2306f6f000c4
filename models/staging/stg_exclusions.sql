with source as (

    select * from {{ source('inputs', 'exclusions') }}

),

renamed as (

    select
        plan_id,
        {{ to_integer('char_start') }} as char_start,
        run_text as number_text,
        section,
        reason as exclusion_reason
    from source

)

select * from renamed
