-- Targets of levels and the recorded values that they can be held against. Quantities done in a year are exempt.
with best_values as (

    select * from {{ ref('int_comparable_values') }}
    where rank_in_plan = 1
        and shape not in ('flow', 'stock')
        and period_start_year = period_end_year

),

pairs as (

    select
        targets.value_id as target_id,
        records.value_id as record_id,
        abs(targets.period_end_year - records.period_end_year) as years_apart,
        case
            when records.is_observation and records.period_end_year >= targets.period_end_year and coalesce(records.period_month, 12) = 12
                then 'at the end'
            when records.is_observation and records.period_end_year >= targets.plan_first_year
                then 'on the way'
            when records.is_observation
                then null
            when targets.plan_id = records.plan_id and records.period_end_year < targets.period_end_year
                then 'at the start'
            when targets.plan_first_year < records.plan_first_year and records.period_end_year >= targets.period_end_year
                then 'at the end'
            when targets.plan_first_year < records.plan_first_year and records.period_end_year >= targets.plan_first_year
                then 'on the way'
        end as timing
    from best_values as targets
    inner join best_values as records
        on targets.indicator_code = records.indicator_code
        and targets.region_code = records.region_code
    where targets.role_group = 'target'
        and records.role_group = 'recorded'

),

ordered as (

    select
        target_id,
        record_id,
        timing,
        row_number() over (partition by target_id, timing order by years_apart, record_id) as nearness
    from pairs
    where timing is not null

)

select * from ordered
