-- Quantities done in a year are exempt: a year of fewer of them breaks no promise.
with levels as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and rank_in_period = 1
        and shape not in ('flow', 'stock')
        and period_start_year = period_end_year

),

pairs as (

    select
        targets.value_id as target_value_id,
        records.value_id as record_value_id,
        abs(targets.period_end_year - records.period_end_year) as years_apart,
        case
            when
                records.is_observation
                and records.period_end_year >= targets.period_end_year
                and records.standing = 'final'
                then 'at_end'
            when records.is_observation and records.period_end_year >= targets.plan_first_year
                then 'on_the_way'
            when records.is_observation
                then null
            when targets.plan_id = records.plan_id and records.period_end_year < targets.period_end_year
                then 'at_start'
            when
                targets.plan_first_year < records.plan_first_year
                and records.period_end_year >= targets.period_end_year
                then 'at_end'
            when
                targets.plan_first_year < records.plan_first_year
                and records.period_end_year >= targets.plan_first_year
                then 'on_the_way'
        end as timing
    from levels as targets
    inner join levels as records
        on
            targets.indicator_code = records.indicator_code
            and {{ same_place('targets', 'records') }}
    where
        targets.role_group = 'target'
        and records.role_group = 'recorded'

),

ordered as (

    select
        target_value_id,
        record_value_id,
        timing,
        row_number() over (
            partition by target_value_id, timing
            order by years_apart asc, record_value_id asc
        ) as nearness
    from pairs
    where timing is not null

)

select * from ordered
