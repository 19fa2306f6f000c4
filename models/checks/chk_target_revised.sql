with targets as (

    select * from {{ ref('int_comparable_values') }}
    where rank_in_plan = 1
        and role_group = 'target'

),

pairs as (

    select
{{ check_pair(
    'target_revised', 'later', 'earlier',
    "case when later.value_base = earlier.value_base and later.operator = earlier.operator then 'pass' else 'fail' end",
    "later.name_zh || ': ' || case
        when later.value_base = earlier.value_base then 'restated with another operator'
        when later.direction = 'neutral' then 'changed'
        when " ~ is_weaker('later.value_base', 'earlier.value_base', 'later.direction') ~ " then 'lowered'
        else 'raised'
    end || ' from ' || earlier.plan_id || ' ' || " ~ told('earlier') ~ " || ' to ' || later.plan_id || ' ' || " ~ told('later')
) }}
    from targets as later
    inner join targets as earlier
        on {{ same_subject('later', 'earlier') }}
        and later.plan_first_year > earlier.plan_first_year

)

select * from pairs
