with records as (

    select * from {{ ref('int_comparable_values') }}
    where rank_in_plan = 1
        and role_group = 'recorded'

),

pairs as (

    select
{{ check_pair(
    'recorded_values_differ', 'later', 'earlier',
    "case when " ~ intervals_meet('later', 'earlier') ~ " then 'pass' else 'fail' end",
    "later.name_zh || ': ' || later.plan_id || ' records ' || " ~ told('later') ~ " || ', ' || earlier.plan_id || ' ' || " ~ told('earlier')
) }}
    from records as later
    inner join records as earlier
        on {{ same_subject('later', 'earlier') }}
        and later.plan_first_year > earlier.plan_first_year

)

select * from pairs
