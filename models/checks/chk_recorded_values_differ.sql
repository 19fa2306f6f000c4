{{ judge_plans(
    'recorded_values_differ', 'recorded',
    "case when " ~ intervals_meet('later', 'earlier') ~ " then 'pass' else 'fail' end",
    "later.name_zh || ': ' || later.plan_id || ' records ' || " ~ told('later') ~ " || ', ' || earlier.plan_id || ' ' || " ~ told('earlier')
) }}
