with source as (

    select * from {{ source('inputs', 'checks') }}

),

renamed as (

    select
        check_id,
        severity,
        title as title_en,
        title_zh,
        description as description_en,
        description_zh,
        may_have_no_subjects = 'true' as may_have_no_subjects
    from source

)

select * from renamed
