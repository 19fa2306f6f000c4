with source as (

    select * from {{ source('inputs', 'unit_spellings') }}

),

renamed as (

    select
        coalesce(spelling, '') as spelling,
        coalesce(per_text, '') as per_text,
        unit_code
    from source

)

select * from renamed
