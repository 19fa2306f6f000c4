with targets as (

    select * from {{ ref('int_comparable_values') }}
    where rank_in_plan = 1
        and role_group = 'target'

),

pairs as (

    select
{{ check_pair(
    'targets_do_not_meet', 'later', 'earlier',
    "case when " ~ intervals_meet('later', 'earlier') ~ " then 'pass' else 'fail' end",
    "later.name_zh || ': no value meets both ' || later.plan_id || ' ' || " ~ told('later') ~ " || ' and ' || earlier.plan_id || ' ' || " ~ told('earlier')
) }}
    from targets as later
    inner join targets as earlier
        on {{ same_subject('later', 'earlier') }}
        and later.plan_first_year > earlier.plan_first_year

)

select * from pairs
