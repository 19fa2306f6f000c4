-- The record that a change or direction is counted from, else the plan's own before the target's year, else the latest
-- value on record before the plan began.
with targets as (

    select * from {{ ref('fct_target') }}

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
        and standing = 'final'

),

counted_from as (

    select
        value_id,
        change_base_value_id as baseline_value_id
    from {{ ref('int_change_levels') }}

    union all

    select
        value_id,
        baseline_value_id
    from {{ ref('int_trend_outcomes') }}

),

candidates as (

    select
        targets.value_id,
        records.value_id as baseline_value_id,
        records.plan_id as baseline_plan_id,
        case
            when targets.plan_id = records.plan_id and not records.is_observation then 'own_baseline'
            else 'earlier_record'
        end as baseline_source,
        records.period_end_year as baseline_year,
        records.value_base as baseline_value_base,
        coalesce(records.value_id = counted_from.baseline_value_id, false) as is_counted_from,
        records.value_role,
        records.rank_in_period,
        records.vintage_on
    from targets
    inner join plans
        on targets.plan_id = plans.plan_id
    left join counted_from
        on targets.value_id = counted_from.value_id
    inner join records
        on
            targets.indicator_code = records.indicator_code
            and {{ same_place('targets', 'records') }}
            and targets.period_end_year > records.period_end_year
            and (
                (targets.plan_id = records.plan_id and not records.is_observation)
                or plans.first_year > records.period_end_year
                or counted_from.baseline_value_id = records.value_id
            )

),

ordered as (

    select
        *,
        row_number() over (
            partition by value_id
            order by
                case when is_counted_from then 1 else 2 end,
                case baseline_source when 'own_baseline' then 1 else 2 end,
                baseline_year desc,
                case value_role when 'baseline' then 1 else 2 end,
                rank_in_period asc,
                {{ latest_vintage() }},
                baseline_value_id asc
        ) as preference
    from candidates

),

final as (

    select
        value_id,
        baseline_value_id,
        baseline_plan_id,
        baseline_source,
        baseline_year,
        baseline_value_base
    from ordered
    where preference = 1

)

select * from final
