with targets as (

    select * from {{ ref('fct_target') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

plans as (

    select * from {{ ref('dim_plan') }}

),

contradictions as (

    select * from {{ ref('int_statement_pairs') }}
    where agreement = 'contradictory'

),

records_of_other_definition as (

    select
        indicator_code,
        region_code,
        max(period_end_year) as last_year
    from {{ ref('fct_observation') }}
    where match_grade in ('broad', 'narrow')
    group by indicator_code, region_code

),

contradicted as (

    select text_value_id as value_id from contradictions
    union distinct
    select other_value_id as value_id from contradictions

),

final as (

    select
        targets.value_id,
        case
            when targets.statement_kind in ('project', 'investment') then 'project_amount'
            when targets.operator = 'external' then 'external_target'
            when targets.operator = 'not_published' then 'not_published'
            when targets.match_grade not in ('exact', 'close') then 'definition_differs'
            when indicators.direction = 'neutral' then 'no_direction'
            when contradicted.value_id is not null then 'contradictory_sources'
        end as obstacle,
        coalesce(records_of_other_definition.last_year >= plans.first_year, false) as has_record_of_other_definition
    from targets
    inner join indicators
        on targets.indicator_code = indicators.indicator_code
    inner join plans
        on targets.plan_id = plans.plan_id
    left join contradicted
        on targets.value_id = contradicted.value_id
    left join records_of_other_definition
        on
            targets.indicator_code = records_of_other_definition.indicator_code
            and targets.region_code = records_of_other_definition.region_code

)

select * from final
