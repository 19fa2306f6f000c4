-- Against the indicator's unit, and where a value carries a unit of its own, against the unit of its row or heading.
with plan_values as (

    select * from {{ ref('fct_plan_value') }}
    where
        plan_id is not null
        -- A change has units of its own, and a rank is in none.
        and measure = 'level'

),

units as (

    select * from {{ ref('dim_unit') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

-- What a heading's unit measures, where its sign means one quantity.
headings as (

    select
        symbol,
        min(quantity) as quantity
    from units
    where symbol is not null
    group by symbol
    having count(distinct quantity) = 1

),

judged as (

    select
        {{ value_subject('plan_values') }},
        case
            when value_units.quantity != indicator_units.quantity then 'fail'
            when plan_values.operator = 'full_coverage' and headings.quantity != value_units.quantity then 'fail'
            else 'pass'
        end as status,
        indicators.name_en || ': '
        || case
            when value_units.quantity = indicator_units.quantity
                then plan_values.value_text || ' is a share, its row is in ' || plan_values.unit_text
            else
                plan_values.value_text || ' is measured in ' || value_units.name_en
                || ', the indicator in ' || indicator_units.name_en
        end as explanation_en,
        plan_values.label || '：'
        || case
            when value_units.quantity = indicator_units.quantity
                then plan_values.value_text || '为比例，所在行的单位为' || plan_values.unit_text
            else
                plan_values.value_text || '的单位为' || value_units.name_zh
                || '，指标的单位为' || indicator_units.name_zh
        end as explanation_zh
    from plan_values
    inner join units as value_units
        on plan_values.unit_code = value_units.unit_code
    inner join indicators
        on plan_values.indicator_code = indicators.indicator_code
    inner join units as indicator_units
        on indicators.unit_code = indicator_units.unit_code
    left join headings
        on plan_values.unit_text = headings.symbol

),

final as (

    {{ rule_columns('unit_of_another_quantity') }}

)

select * from final
