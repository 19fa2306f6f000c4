with targets as (

    select * from {{ ref('fct_target') }}
    where is_primary_statement

),

knowledge as (

    select * from {{ ref('int_knowledge') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

change_levels as (

    select * from {{ ref('int_change_levels') }}

),

baselines as (

    select * from {{ ref('int_target_baselines') }}

),

jumps as (

    select
        int_outcome_jumps.value_id,
        dim_known_finding.finding_key is null as is_unconfirmed
    from {{ ref('int_outcome_jumps') }} as int_outcome_jumps
    left join {{ ref('dim_known_finding') }} as dim_known_finding
        on
            dim_known_finding.finding_key
            = 'outcome_jump:' || int_outcome_jumps.value_id || ':' || int_outcome_jumps.outcome_value_id
    where int_outcome_jumps.is_jump

),

obstacles as (

    select * from {{ ref('int_target_obstacles') }}

),

outcomes as (

    select {{ outcome_columns(['outcome_month', 'is_outcome_preliminary', 'years_on_record']) }}
    from {{ ref('int_target_outcomes') }}
    union all
    select {{ outcome_columns() }} from {{ ref('int_sum_outcomes') }}
    union all
    select {{ outcome_columns(['is_direction_kept']) }} from {{ ref('int_trend_outcomes') }}

),

final as (

    select
        targets.value_id,
        targets.promise_id,
        targets.plan_id,
        targets.indicator_code,
        targets.region_code,
        indicators.domain_code,
        indicators.direction,
        indicators.shape,
        targets.period_start_year,
        targets.period_end_year,
        targets.period_basis,
        targets.operator,
        targets.value_text,
        targets.measure,
        targets.yardstick,
        {%- for column in level_columns() %}
            {{ level_column(column, 'targets', 'change_levels') }} as {{ column }},
        {%- endfor %}
        coalesce(change_levels.base_unit_code, targets.base_unit_code) as base_unit_code,
        change_levels.change_base_value_id,
        targets.commitment_strength,
        baselines.baseline_value_id,
        baselines.baseline_plan_id,
        baselines.baseline_source,
        baselines.baseline_year,
        baselines.baseline_value_base,
        outcomes.outcome_value_id,
        outcomes.outcome_plan_id,
        outcomes.outcome_year,
        outcomes.outcome_month,
        coalesce(outcomes.is_outcome_preliminary, false) as is_outcome_preliminary,
        outcomes.outcome_value_base,
        outcomes.years_on_record,
        outcomes.is_direction_kept,
        knowledge.as_of_year,
        coalesce(obstacles.obstacle, case when jumps.is_unconfirmed then 'unconfirmed_jump' end) as obstacle,
        obstacles.has_record_of_other_definition
    from targets
    cross join knowledge
    inner join indicators
        on targets.indicator_code = indicators.indicator_code
    inner join obstacles
        on targets.value_id = obstacles.value_id
    left join change_levels
        on targets.value_id = change_levels.value_id
    left join baselines
        on targets.value_id = baselines.value_id
    left join outcomes
        on targets.value_id = outcomes.value_id
    left join jumps
        on targets.value_id = jumps.value_id

)

select * from final
