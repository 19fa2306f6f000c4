with targets as (

    select * from {{ ref('fct_target') }}
    where promise_id is not null

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

plans as (

    select * from {{ ref('dim_plan') }}

),

change_levels as (

    select * from {{ ref('int_change_levels') }}

),

trend_outcomes as (

    select * from {{ ref('int_trend_outcomes') }}

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
    where
        match_grade in ('broad', 'narrow')
        or scope_difference is not null
    group by indicator_code, region_code

),

contradicting_values as (

    select text_value_id as value_id from contradictions
    union distinct
    select other_value_id as value_id from contradictions

),

-- Whatever statement contradicts another, the promise has two numbers.
contradicted as (

    select distinct targets.promise_id
    from targets
    inner join contradicting_values
        on targets.value_id = contradicting_values.value_id

),

final as (

    select
        targets.value_id,
        case
            when targets.match_grade is null then 'not_compared'
            when targets.statement_kind in ('project', 'investment') then 'project_amount'
            when targets.operator = 'external' then 'external_target'
            when targets.operator = 'not_published' then 'not_published'
            when targets.match_grade not in ('exact', 'close') then 'definition_differs'
            when targets.measure = 'rank' then 'rank_only'
            when targets.measure = 'change' and change_levels.value_base is null
                then coalesce(change_levels.obstacle_without_level, 'change_without_base')
            when targets.measure = 'direction' then case when trend_outcomes.value_id is null then 'trend_only' end
            -- Without a better direction a bound can still be kept, a bare figure cannot.
            when
                indicators.direction = 'neutral'
                and targets.operator not in ('ge', 'gt', 'le', 'lt', 'between')
                then 'no_direction'
            when contradicted.promise_id is not null then 'contradictory_sources'
        end as obstacle,
        coalesce(records_of_other_definition.last_year >= plans.first_year, false) as has_record_of_other_definition
    from targets
    inner join indicators
        on targets.indicator_code = indicators.indicator_code
    inner join plans
        on targets.plan_id = plans.plan_id
    left join change_levels
        on targets.value_id = change_levels.value_id
    left join trend_outcomes
        on targets.value_id = trend_outcomes.value_id
    left join contradicted
        on targets.promise_id = contradicted.promise_id
    left join records_of_other_definition
        on
            targets.indicator_code = records_of_other_definition.indicator_code
            and targets.region_code = records_of_other_definition.region_code
    where targets.is_primary_statement

)

select * from final
