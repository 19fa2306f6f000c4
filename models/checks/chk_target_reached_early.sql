-- A target of a level against the latest value that a later plan records before its year.
{{ judge_records(
    'target_reached_early', 'on the way',
    "case when coalesce(" ~ meets_target('records.value_base', 'targets') ~ ", false) then 'fail' else 'pass' end",
    "targets.name_zh || ': ' || targets.plan_id || ' promised ' || " ~ told('targets') ~ " || ', ' || records.plan_id || ' records already ' || " ~ told('records')
) }}
