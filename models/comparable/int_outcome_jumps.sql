-- A slip of the unit or of a digit shows as a factor of ten. A sum that has only begun is small by nature.
with targets as (

    select
        *,
        -- A condition on targets alone beside the key would be no hash join.
        case when not is_sum_over_years then value_id end as level_value_id
    from {{ ref('int_values_ranked') }}
    where
        role_group = 'target'
        and is_primary_statement

),

baselines as (

    select * from {{ ref('int_target_baselines') }}

),

outcomes as (

    select
        value_id,
        outcome_value_id,
        outcome_value_base
    from {{ ref('int_target_outcomes') }}
    union all
    select
        value_id,
        outcome_value_id,
        outcome_value_base
    from {{ ref('int_sum_outcomes') }}

),

final as (

    select
        targets.value_id,
        outcomes.outcome_value_id,
        {{ is_jump(
            'outcomes.outcome_value_base', 'targets.value_base', 'baselines.baseline_value_base',
            'targets.is_sum_over_years'
        ) }} as is_jump
    from targets
    inner join outcomes
        on targets.value_id = outcomes.value_id
    left join baselines
        on targets.level_value_id = baselines.value_id

)

select * from final
