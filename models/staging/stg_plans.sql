with source as (

    select * from {{ source('inputs', 'plans') }}

),

renamed as (

    select
        plan_id,
        title_zh,
        title_en,
        issuer,
        region_code,
        cast(issued_on as date) as issued_on,
        cast(first_year as integer) as first_year,
        cast(last_year as integer) as last_year,
        status,
        source_file,
        source_sha256,
        cast(source_characters as integer) as source_characters
    from source

)

select * from renamed
