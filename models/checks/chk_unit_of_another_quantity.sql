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
{{ check_columns(
    'unit_of_another_quantity',
    "case when value_units.quantity = indicator_units.quantity then 'pass' else 'fail' end",
    "plan_values.label || ': ' || plan_values.value_text || ' is measured in ' || value_units.unit_code || ', the indicator in ' || indicator_units.unit_code",
    'plan_values.plan_id', 'plan_values.value_id', 'plan_values.indicator_code', 'plan_values.region_code',
    'plan_values.period_end_year', 'plan_values.value_base', left_value_id='plan_values.value_id'
) }}
    from plan_values
    inner join units as value_units
        on plan_values.unit_code = value_units.unit_code
    inner join indicators
        on plan_values.indicator_code = indicators.indicator_code
    inner join units as indicator_units
        on indicators.unit_code = indicator_units.unit_code

)

select * from judged
