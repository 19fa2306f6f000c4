with targets as (

    select * from {{ ref('int_comparable_values') }}
    where statement_kind = 'indicator_table'
        and not coalesce(is_observation, false)
        and role_group = 'target'

),

steps as (

    select
        value_id as later_id,
        lag(value_id) over (
            partition by plan_id, indicator_code, region_code, subgroup
            order by period_end_year, char_start
        ) as earlier_id
    from targets

),

judged as (

    select
{{ check_pair(
    'operator_changes_in_series', 'later', 'earlier',
    "case when later.operator = earlier.operator then 'pass' else 'fail' end",
    "later.name_zh || ': the operator changes within the row, ' || " ~ told('later') ~ " || ' after ' || " ~ told('earlier')
) }}
    from steps
    inner join targets as later
        on steps.later_id = later.value_id
    inner join targets as earlier
        on steps.earlier_id = earlier.value_id

)

select * from judged
