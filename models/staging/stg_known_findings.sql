with source as (

    select * from {{ source('inputs', 'known_findings') }}

),

renamed as (

    select
        finding_key,
        class,
        explanation,
        cast(review_on as date) as review_on
    from source

)

select * from renamed
