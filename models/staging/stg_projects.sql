with source as (

    select * from {{ source('inputs', 'projects') }}

),

renamed as (

    select
        plan_id,
        cast(project_no as integer) as project_no,
        name,
        category,
        project_type,
        cast({{ extract_group('term_text', '^([0-9]{4})') }} as integer) as start_year,
        cast({{ extract_group('term_text', '([0-9]{4})[^0-9]*$') }} as integer) as end_year,
        term_text,
        place_text,
        region_code,
        coalesce(executing_organizations, '') as executing_organizations,
        coalesce(note, '') as note
    from source

)

select * from renamed
