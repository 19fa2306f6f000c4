with pairs as (

    select * from {{ ref('int_plan_pairs') }}
    where role_group = 'target'

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('later', 'earlier') }},
        case when {{ targets_meet('later', 'earlier') }} then 'pass' else 'fail' end as status,
        later.name_en || ': no value meets both ' || later.plan_id || ' ' || {{ describe_value('later') }}
        || ' and ' || earlier.plan_id || ' ' || {{ describe_value('earlier') }} as explanation_en,
        later.name_zh || '：没有数值能同时满足' || later.plan_id || '的' || {{ describe_value('later') }}
        || '与' || earlier.plan_id || '的' || {{ describe_value('earlier') }} as explanation_zh
    from pairs
    inner join comparable_values as later
        on pairs.later_value_id = later.value_id
    inner join comparable_values as earlier
        on pairs.earlier_value_id = earlier.value_id

),

final as (

    {{ rule_columns('targets_do_not_meet') }}

)

select * from final
