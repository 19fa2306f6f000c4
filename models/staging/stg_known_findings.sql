with source as (

    select * from {{ source('inputs', 'known_findings') }}

),

renamed as (

    select
        finding_key,
        class as known_class,
        explanation_zh as known_explanation_zh,
        explanation_en as known_explanation_en,
        {{ to_date('review_on') }} as review_on
    from source

)

select * from renamed
