-- Against the latest value that the same plan records before the target's year. Quantities done in a year are exempt.
with best_values as (

    select * from {{ ref('int_comparable_values') }}
    where rank_in_plan = 1
        and shape not in ('flow', 'stock')
        and period_start_year = period_end_year

),

records as (

    select * from best_values
    where role_group = 'recorded'

),

pairs as (

    select
        targets.value_id as target_id,
        records.value_id as record_id,
        row_number() over (partition by targets.value_id order by records.period_end_year desc, records.value_id) as nearness
    from best_values as targets
    inner join records
        on targets.plan_id = records.plan_id
        and targets.indicator_code = records.indicator_code
        and targets.region_code = records.region_code
        and targets.subgroup = records.subgroup
        and targets.period_end_year > records.period_end_year
    where targets.role_group = 'target'

),

judged as (

    select
{{ check_pair(
    'target_weaker_than_record', 'targets', 'records',
    "case
        when targets.direction = 'neutral' then 'not_applicable'
        when " ~ is_weaker('targets.value_base', 'records.value_base', 'targets.direction') ~ " then 'fail'
        else 'pass'
    end",
    "targets.name_zh || ': the target ' || " ~ told('targets') ~ " || ' is weaker than what the plan itself records, ' || " ~ told('records')
) }}
    from pairs
    inner join best_values as targets
        on pairs.target_id = targets.value_id
    inner join best_values as records
        on pairs.record_id = records.value_id
    where pairs.nearness = 1

)

select * from judged
