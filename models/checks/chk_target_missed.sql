-- A target of a level against the first value that a later plan records at or after its year.
{{ judge_records(
    'target_missed', 'at the end',
    "case when coalesce(" ~ meets_target('records.value_base', 'targets') ~ ", false) then 'pass' else 'fail' end",
    "targets.name_zh || ': ' || targets.plan_id || ' promised ' || " ~ told('targets') ~ " || ', ' || records.plan_id || ' records ' || " ~ told('records')
) }}
