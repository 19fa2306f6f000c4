-- A target of a level against the first value that a later plan records at or after its year.
with pairs as (

    select * from {{ ref('int_targets_beside_records') }}
    where timing = 'at the end'
        and nearness = 1

),

comparable_values as (

    select * from {{ ref('int_comparable_values') }}

),

judged as (

    select
{{ check_pair(
    'target_missed', 'targets', 'records',
    "case when coalesce(" ~ meets_target('records.value_base', 'targets') ~ ", false) then 'pass' else 'fail' end",
    "targets.name_zh || ': ' || targets.plan_id || ' promised ' || " ~ told('targets') ~ " || ', ' || records.plan_id || ' records ' || " ~ told('records')
) }}
    from pairs
    inner join comparable_values as targets
        on pairs.target_id = targets.value_id
    inner join comparable_values as records
        on pairs.record_id = records.value_id

)

select * from judged
