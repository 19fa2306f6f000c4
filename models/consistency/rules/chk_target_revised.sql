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
        case
            when later.value_base = earlier.value_base and later.operator = earlier.operator then 'pass'
            else 'fail'
        end as status,
        later.name_en || ': '
        || case
            when later.value_base = earlier.value_base then 'restated with another operator'
            when later.direction = 'neutral' then 'changed'
            when {{ is_weaker('later.value_base', 'earlier.value_base', 'later.direction') }} then 'lowered'
            else 'raised'
        end
        || ' from ' || earlier.plan_id || ' ' || {{ describe_value('earlier') }}
        || ' to ' || later.plan_id || ' ' || {{ describe_value('later') }} as explanation_en,
        later.name_zh || '：由' || earlier.plan_id || '的' || {{ describe_value('earlier') }}
        || case
            when later.value_base = earlier.value_base then '改述为'
            when later.direction = 'neutral' then '调整为'
            when {{ is_weaker('later.value_base', 'earlier.value_base', 'later.direction') }} then '降低为'
            else '提高为'
        end
        || later.plan_id || '的' || {{ describe_value('later') }} as explanation_zh
    from pairs
    inner join comparable_values as later
        on pairs.later_value_id = later.value_id
    inner join comparable_values as earlier
        on pairs.earlier_value_id = earlier.value_id

),

final as (

    {{ rule_columns('target_revised') }}

)

select * from final
