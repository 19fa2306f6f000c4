-- A target of a level against the latest value that a later plan records before its year.
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
        row_number() over (partition by targets.value_id order by records.period_end_year desc, records.value_id) as nearness
    from best_values as targets
    inner join best_values as records
        on targets.indicator_code = records.indicator_code
        and targets.region_code = records.region_code
        and targets.plan_first_year < records.plan_first_year
        and targets.period_end_year > records.period_end_year
        and targets.plan_first_year <= records.period_end_year
    where targets.role_group = 'target'
        and records.role_group = 'recorded'

),

judged as (

    select
{{ check_pair(
    'target_reached_early', 'targets', 'records',
    "case when coalesce(" ~ meets_target('records.value_base', 'targets') ~ ", false) then 'fail' else 'pass' end",
    "targets.name_zh || ': ' || targets.plan_id || ' promised ' || " ~ told('targets') ~ " || ', ' || records.plan_id || ' records already ' || " ~ told('records')
) }}
    from pairs
    inner join best_values as targets
        on pairs.target_id = targets.value_id
    inner join best_values as records
        on pairs.record_id = records.value_id
    where pairs.nearness = 1

)

select * from judged
