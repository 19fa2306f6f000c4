with targets as (

    select * from {{ ref('int_comparable_values') }}
    where rank_in_plan = 1
        and role_group = 'target'
        and shape in ('level', 'stock', 'index')
        and period_basis = 'point'

),

steps as (

    select
        value_id as later_id,
        lag(value_id) over (
            partition by plan_id, indicator_code, region_code
            order by period_end_year
        ) as earlier_id
    from targets

),

judged as (

    select
{{ check_pair(
    'path_not_monotone', 'later', 'earlier',
    "case
        when later.direction = 'neutral' then 'not_applicable'
        when " ~ is_weaker('later.value_base', 'earlier.value_base', 'later.direction') ~ " then 'fail'
        else 'pass'
    end",
    "later.name_zh || ': the path turns back, ' || " ~ told('later') ~ " || ' after ' || " ~ told('earlier')
) }}
    from steps
    inner join targets as later
        on steps.later_id = later.value_id
    inner join targets as earlier
        on steps.earlier_id = earlier.value_id

)

select * from judged
