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
        {{ to_date('issued_on') }} as issued_on,
        {{ to_integer('first_year') }} as first_year,
        {{ to_integer('last_year') }} as last_year,
        status,
        source_file,
        source_sha256,
        {{ to_integer('source_characters') }} as source_characters,
        {{ to_integer('minimum_values') }} as minimum_values,
        subject_zh,
        subject_en,
        {{ to_date('posted_on') }} as posted_on,
        url,
        {{ to_date('retrieved_on') }} as retrieved_on
    from source

)

select * from renamed
