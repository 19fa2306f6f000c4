{{ judge_plans(
    'target_revised', 'target',
    "case when later.value_base = earlier.value_base and later.operator = earlier.operator then 'pass' else 'fail' end",
    "later.name_zh || ': ' || case
        when later.value_base = earlier.value_base then 'restated with another operator'
        when later.direction = 'neutral' then 'changed'
        when " ~ is_weaker('later.value_base', 'earlier.value_base', 'later.direction') ~ " then 'lowered'
        else 'raised'
    end || ' from ' || earlier.plan_id || ' ' || " ~ told('earlier') ~ " || ' to ' || later.plan_id || ' ' || " ~ told('later')
) }}
