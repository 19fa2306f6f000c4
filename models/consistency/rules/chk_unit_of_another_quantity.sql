with plan_values as (

    select * from {{ ref('fct_plan_value') }}
    where value is not null

),

units as (

    select * from {{ ref('dim_unit') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

judged as (

    select
        {{ value_subject('plan_values') }},
        case when value_units.quantity = indicator_units.quantity then 'pass' else 'fail' end as status,
        plan_values.label || ': ' || plan_values.value_text || ' is measured in ' || value_units.unit_code
        || ', the indicator in ' || indicator_units.unit_code as explanation
    from plan_values
    inner join units as value_units
        on plan_values.unit_code = value_units.unit_code
    inner join indicators
        on plan_values.indicator_code = indicators.indicator_code
    inner join units as indicator_units
        on indicators.unit_code = indicator_units.unit_code

),

final as (

    {{ rule_columns('unit_of_another_quantity') }}

)

select * from final
