with targets as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and not is_observation
        and role_group = 'target'
        and statement_kind = 'indicator_table'

),

steps as (

    select
        value_id as later_value_id,
        lag(value_id) over (
            partition by plan_id, indicator_code, region_code, subgroup
            order by period_end_year asc, char_start asc
        ) as earlier_value_id
    from targets

),

judged as (

    select
        {{ pair_subject('later', 'earlier') }},
        case when later.operator = earlier.operator then 'pass' else 'fail' end as status,
        later.name_en || ': the operator changes within the row, ' || {{ describe_value('later') }}
        || ' after ' || {{ describe_value('earlier') }} as explanation_en,
        later.name_zh || '：同一行符号前后不同，先为' || {{ describe_value('earlier') }}
        || '，后为' || {{ describe_value('later') }} as explanation_zh
    from steps
    inner join targets as later
        on steps.later_value_id = later.value_id
    inner join targets as earlier
        on steps.earlier_value_id = earlier.value_id

),

final as (

    {{ rule_columns('operator_changes_in_series') }}

)

select * from final
