with parsed_values as (

    select * from {{ ref('int_values_parsed') }}

),

indicator_matches as (

    select * from {{ ref('stg_indicator_matches') }}

),

mapped as (

    select
        parsed_values.*,
        indicator_matches.indicator_code,
        indicator_matches.match_grade
    from parsed_values
    left join indicator_matches
        on
            parsed_values.plan_id = indicator_matches.plan_id
            and parsed_values.label = indicator_matches.label
            and parsed_values.subgroup = indicator_matches.subgroup

)

select * from mapped
