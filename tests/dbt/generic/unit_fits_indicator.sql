{#- Fails on values whose unit measures another quantity than their indicator's unit, unless the slip is registered. -#}
{% test unit_fits_indicator(model) %}

select
    plan_values.value_id,
    plan_values.indicator_code,
    value_units.quantity as value_quantity,
    indicator_units.quantity as indicator_quantity
from {{ model }} as plan_values
inner join {{ ref('dim_unit') }} as value_units
    on plan_values.unit_code = value_units.unit_code
inner join {{ ref('dim_indicator') }} as indicators
    on plan_values.indicator_code = indicators.indicator_code
inner join {{ ref('dim_unit') }} as indicator_units
    on indicators.unit_code = indicator_units.unit_code
left join {{ ref('dim_known_finding') }} as known
    on known.finding_key = 'unit_of_another_quantity:' || plan_values.value_id
where plan_values.measure = 'level'
    and known.finding_key is null
    and value_units.quantity != indicator_units.quantity

{% endtest %}
