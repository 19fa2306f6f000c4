with parsed_values as (

    select * from {{ ref('int_values_parsed') }}

),

indicator_matches as (

    select * from {{ ref('stg_indicator_matches') }}
    where is_primary

),

component_labels as (

    select * from {{ ref('stg_component_labels') }}

),

sources as (

    select * from {{ ref('stg_sources') }}

),

-- A record names its indicator itself. Else a label is matched to one, or it is a size or amount of one project or
-- line, and no indicator. What is neither yet is a provisional indicator of its own; it has no grade, so that nothing
-- compares it.
mapped as (

    select
        parsed_values.*,
        coalesce(
            parsed_values.own_indicator_code,
            indicator_matches.indicator_code,
            case when component_labels.component_kind is null then {{ provisional_code('parsed_values') }} end
        ) as indicator_code,
        parsed_values.own_indicator_code is null
        and indicator_matches.indicator_code is null
        and component_labels.component_kind is null as is_provisional,
        coalesce(parsed_values.own_match_grade, indicator_matches.match_grade) as match_grade,
        coalesce(parsed_values.own_published_on, sources.published_on) as published_on,
        component_labels.component_kind,
        component_labels.unit_code as component_unit_code
    from parsed_values
    left join indicator_matches
        on
            parsed_values.plan_id = indicator_matches.plan_id
            and parsed_values.label = indicator_matches.label
            and parsed_values.subgroup = indicator_matches.subgroup
    left join component_labels
        on
            parsed_values.plan_id = component_labels.plan_id
            and parsed_values.label = component_labels.label
            and parsed_values.subgroup = component_labels.subgroup
    left join sources
        on parsed_values.source_id = sources.source_id

)

select * from mapped
