{{ judge_plans(
    'targets_do_not_meet', 'target',
    "case when " ~ intervals_meet('later', 'earlier') ~ " then 'pass' else 'fail' end",
    "later.name_zh || ': no value meets both ' || later.plan_id || ' ' || " ~ told('later') ~ " || ' and ' || earlier.plan_id || ' ' || " ~ told('earlier')
) }}
