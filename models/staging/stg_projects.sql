with source as (

    select * from {{ source('inputs', 'projects') }}

),

renamed as (

    select
        plan_id,
        {{ to_integer('project_no') }} as project_no,
        name,
        category,
        project_type,
        {{ to_integer(extract_group('term_text', '^([0-9]{4})')) }} as start_year,
        {{ to_integer(extract_group('term_text', '([0-9]{4})[^0-9]*$')) }} as end_year,
        term_text,
        place_text,
        region_code,
        executing_organizations,
        note
    from source

)

select * from renamed
