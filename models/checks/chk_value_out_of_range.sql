with comparable_values as (

    select * from {{ ref('int_comparable_values') }}
    where floor is not null
        or ceiling is not null

),

judged as (

    select
{{ check_columns(
    'value_out_of_range',
    "case
        when comparable_values.value_in_indicator_unit < comparable_values.floor then 'fail'
        when comparable_values.value_in_indicator_unit > comparable_values.ceiling then 'fail'
        else 'pass'
    end",
    "comparable_values.name_zh || ': ' || " ~ told('comparable_values') ~ " || ' lies outside what is possible'",
    'comparable_values.plan_id', 'comparable_values.value_id', 'comparable_values.indicator_code',
    'comparable_values.region_code', 'comparable_values.period_end_year', 'comparable_values.value_base',
    left_value_id='comparable_values.value_id'
) }}
    from comparable_values

)

select * from judged
