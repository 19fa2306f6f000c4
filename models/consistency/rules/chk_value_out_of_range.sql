-- Every number, a month's too, which stands for no year and is in no comparison.
with plan_values as (

    select * from {{ ref('fct_plan_value') }}
    where
        plan_id is not null
        and measure = 'level'
        and match_grade in ('exact', 'close')
        and statement_kind not in ('investment', 'project')

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

units as (

    select * from {{ ref('dim_unit') }}

),

limits as (

    select
        indicators.indicator_code,
        indicators.name_zh,
        indicators.name_en,
        indicators.population_base,
        units.base_unit_code,
        {{ to_base('indicators.floor', 'units.to_base_factor') }} as floor_base,
        {{ to_base('indicators.ceiling', 'units.to_base_factor') }} as ceiling_base
    from indicators
    inner join units
        on indicators.unit_code = units.unit_code
    where
        indicators.floor is not null
        or indicators.ceiling is not null

),

judged as (

    select
        {{ value_subject('plan_values') }},
        case
            when plan_values.value_base < limits.floor_base then 'fail'
            when plan_values.value_base > limits.ceiling_base then 'fail'
            else 'pass'
        end as status,
        limits.name_en || ': ' || {{ describe_plan_value('plan_values') }}
        || ' lies outside what is possible' as explanation_en,
        limits.name_zh || '：' || {{ describe_plan_value('plan_values') }}
        || '超出可能范围' as explanation_zh
    from plan_values
    inner join limits
        on
            plan_values.indicator_code = limits.indicator_code
            -- What is printed in the unit of another quantity by a slip is not compared.
            and plan_values.base_unit_code = limits.base_unit_code
    where {{ has_indicator_scope('plan_values', 'limits.population_base') }}

),

final as (

    {{ rule_columns('value_out_of_range') }}

)

select * from final
