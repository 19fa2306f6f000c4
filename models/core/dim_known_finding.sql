with known_findings as (

    select * from {{ ref('stg_known_findings') }}

),

renamed as (

    select
        finding_key,
        class as known_class,
        explanation as known_explanation,
        review_on
    from known_findings

)

select * from renamed
