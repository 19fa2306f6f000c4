with source as (

    select * from {{ source('inputs', 'exclusions') }}

),

renamed as (

    select
        plan_id,
        {{ to_integer('char_start') }} as char_start,
        run_text,
        case
            when {{ matches('run_text', '^(?:' ~ coverage_word_pattern() ~ ')$') }} then 'word' else 'number'
        end as run_kind,
        section,
        reason as exclusion_reason
    from source

)

select * from renamed
