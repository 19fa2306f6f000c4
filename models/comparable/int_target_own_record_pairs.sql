-- Quantities done in a year are exempt: a year of fewer of them breaks no promise.
with levels as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and shape not in ('flow', 'stock')
        and period_start_year = period_end_year

),

pairs as (

    select
        targets.value_id as target_value_id,
        records.value_id as record_value_id,
        {{ is_weaker('targets.value_base', 'records.value_base', 'targets.direction') }} as is_weaker,
        -- The strongest value of the latest year, in table or text.
        row_number() over (
            partition by targets.value_id
            order by
                records.period_end_year desc,
                case targets.direction when 'lower_better' then records.value_base else -records.value_base end asc,
                records.char_start asc
        ) as preference
    from levels as targets
    inner join levels as records
        on
            targets.plan_id = records.plan_id
            and targets.indicator_code = records.indicator_code
            and {{ same_place('targets', 'records') }}
            and targets.period_end_year > records.period_end_year
    where
        targets.role_group = 'target'
        and targets.rank_in_period = 1
        and records.role_group = 'recorded'
        and records.operator != 'approx'

),

strongest as (

    select
        target_value_id,
        record_value_id,
        is_weaker
    from pairs
    where preference = 1

)

select * from strongest
