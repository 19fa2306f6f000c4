-- The first value that another plan or a landed observation records at the target's year or later, else the latest
-- before it.
with targets as (

    select * from {{ ref('fct_target') }}
    where period_basis != 'cumulative'

),

plans as (

    select * from {{ ref('dim_plan') }}

),

records as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and role_group = 'recorded'
        and operator != 'approx'
        and period_start_year = period_end_year

),

candidates as (

    select
        targets.value_id,
        records.value_id as outcome_value_id,
        records.plan_id as outcome_plan_id,
        records.period_end_year as outcome_year,
        records.period_month as outcome_month,
        records.value_base as outcome_value_base,
        row_number() over (
            partition by targets.value_id
            order by
                case when records.period_end_year >= targets.period_end_year then 1 else 2 end,
                abs(records.period_end_year - targets.period_end_year),
                records.rank_in_period asc,
                records.value_id asc
        ) as preference
    from targets
    inner join plans
        on targets.plan_id = plans.plan_id
    inner join records
        on
            targets.indicator_code = records.indicator_code
            and targets.region_code = records.region_code
            and (targets.plan_id != records.plan_id or records.is_observation)
            and plans.first_year <= records.period_end_year
    where
        -- What is done in a year is held against that year alone.
        records.shape != 'flow'
        or targets.period_end_year = records.period_end_year

),

final as (

    select
        value_id,
        outcome_value_id,
        outcome_plan_id,
        outcome_year,
        outcome_month,
        outcome_value_base
    from candidates
    where preference = 1

)

select * from final
