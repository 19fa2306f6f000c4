with pairs as (

    select * from {{ ref('int_plan_pairs') }}
    where role_group = 'recorded'

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('later', 'earlier') }},
        case when {{ intervals_meet('later', 'earlier') }} then 'pass' else 'fail' end as status,
        later.name_en || ': ' || later.plan_id || ' records ' || {{ describe_value('later') }}
        || ', ' || earlier.plan_id || ' ' || {{ describe_value('earlier') }} as explanation_en,
        later.name_zh || '：' || later.plan_id || '记录' || {{ describe_value('later') }}
        || '，' || earlier.plan_id || '记录' || {{ describe_value('earlier') }} as explanation_zh
    from pairs
    inner join comparable_values as later
        on pairs.later_value_id = later.value_id
    inner join comparable_values as earlier
        on pairs.earlier_value_id = earlier.value_id

),

final as (

    {{ rule_columns('recorded_values_differ') }}

)

select * from final
