-- Against the strongest value of the latest year that the same plan records, in table or text, before the target's year.
-- Quantities done in a year are exempt.
with levels as (

    select * from {{ ref('int_comparable_values') }}
    where shape not in ('flow', 'stock')
        and period_start_year = period_end_year

),

targets as (

    select * from levels
    where role_group = 'target'
        and rank_in_plan = 1

),

records as (

    select * from levels
    where role_group = 'recorded'
        and operator != 'approx'

),

pairs as (

    select
        targets.value_id as target_id,
        records.value_id as record_id,
        row_number() over (
            partition by targets.value_id
            order by
                records.period_end_year desc,
                case targets.direction when 'lower_better' then records.value_base else -records.value_base end,
                records.char_start
        ) as nearness
    from targets
    inner join records
        on targets.plan_id = records.plan_id
        and targets.indicator_code = records.indicator_code
        and targets.region_code = records.region_code
        and targets.period_end_year > records.period_end_year

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
    inner join targets
        on pairs.target_id = targets.value_id
    inner join records
        on pairs.record_id = records.value_id
    where pairs.nearness = 1

)

select * from judged
