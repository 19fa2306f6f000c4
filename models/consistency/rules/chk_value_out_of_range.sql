with comparable_values as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and plan_id is not null
        and (floor_base is not null or ceiling_base is not null)

),

judged as (

    select
        {{ value_subject('comparable_values') }},
        case
            when comparable_values.value_base < comparable_values.floor_base then 'fail'
            when comparable_values.value_base > comparable_values.ceiling_base then 'fail'
            else 'pass'
        end as status,
        comparable_values.name_zh || ': ' || {{ describe_value('comparable_values') }}
        || ' lies outside what is possible' as explanation_en,
        comparable_values.name_zh || '：' || {{ describe_value('comparable_values') }}
        || '超出可能范围' as explanation_zh
    from comparable_values

),

final as (

    {{ rule_columns('value_out_of_range') }}

)

select * from final
