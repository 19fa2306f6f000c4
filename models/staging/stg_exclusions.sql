with source as (

    {{ reference_rows('exclusions') }}

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
