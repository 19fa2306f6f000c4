-- What was done within the years of a sum, as long as each year from the first is on record.
with targets as (

    select * from {{ ref('fct_target') }}
    where {{ is_sum() }}

),

records as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and role_group = 'recorded'
        and operator != 'approx'
        and period_basis = 'annual'
        and rank_in_period = 1
        -- Growth of one year is not added to that of the next.
        and shape is distinct from 'rate'

),

-- Of several plans the latest speaks for a year.
years as (

    select
        targets.value_id,
        targets.period_start_year,
        records.value_id as outcome_value_id,
        records.plan_id as outcome_plan_id,
        records.period_end_year as outcome_year,
        records.value_base,
        row_number() over (
            partition by targets.value_id, records.period_end_year
            order by records.vintage_year desc, {{ latest_vintage('records.vintage_on') }}, records.value_id asc
        ) as preference
    from targets
    inner join records
        on
            targets.indicator_code = records.indicator_code
            and {{ same_place('targets', 'records') }}
            and records.period_end_year between targets.period_start_year and targets.period_end_year

),

running as (

    select
        *,
        cast(
            sum(value_base) over (partition by value_id order by outcome_year) as decimal(28, 6)
        ) as outcome_value_base,
        row_number() over (partition by value_id order by outcome_year) as years_on_record,
        row_number() over (partition by value_id order by outcome_year desc) as years_from_last
    from years
    where preference = 1

),

final as (

    select
        value_id,
        outcome_value_id,
        outcome_plan_id,
        outcome_year,
        outcome_value_base
    from running
    where
        years_from_last = 1
        and years_on_record = outcome_year - period_start_year + 1

)

select * from final
