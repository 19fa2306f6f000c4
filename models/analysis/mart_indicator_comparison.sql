{%- set shown_columns = [
    'plan_id', 'value_id', 'label', 'compared_grade', 'operator', 'value_text',
    'period_start_year', 'period_basis', 'compared_value', 'value_base', 'yearly_average',
] -%}
with points as (

    select * from {{ ref('mart_indicator_point') }}
    where plan_id is not null

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

units as (

    select * from {{ ref('dim_unit') }}

),

-- Plans in the order of their periods: the first and the last with a comparable value are side by side.
ordered as (

    select
        *,
        row_number() over (
            partition by indicator_code, region_code, year, role_group, is_compared
            order by plan_first_year asc, plan_id asc
        ) as plan_order,
        row_number() over (
            partition by indicator_code, region_code, year, role_group, is_compared
            order by plan_first_year desc, plan_id desc
        ) as plan_order_back
    from points

),

sided as (

    select
        *,
        case
            when is_compared and plan_order = 1 then 'earlier'
            when is_compared and plan_order_back = 1 then 'later'
        end as side
    from ordered

),

side_by_side as (

    select
        indicator_code,
        region_code,
        year,
        role_group,
        count(case when is_compared then 1 end) as plan_count,
        {%- for side in ['earlier', 'later'] %}
            {%- for column in shown_columns %}
                max(case when side = '{{ side }}' then {{ column }} end) as {{ side }}_{{ column }},
            {%- endfor %}
        {%- endfor %}
        {{ join_texts(
            "plan_id || ' ' || value_text || ' (' || compared_grade || ')'", 'plan_first_year, plan_id'
        ) }} as all_values
    from sided
    group by indicator_code, region_code, year, role_group

),

-- A sum over years is not subtracted from the figure of a year, nor from a sum over other years.
with_difference as (

    select
        *,
        cast(
            case
                when
                    earlier_period_start_year = later_period_start_year
                    and earlier_period_basis = later_period_basis
                    then later_value_base - earlier_value_base
            end as decimal(28, 6)
        ) as difference_base
    from side_by_side

),

final as (

    select
        side_by_side.indicator_code,
        side_by_side.region_code,
        side_by_side.year,
        side_by_side.role_group,
        indicators.name_zh,
        indicators.name_en,
        indicators.domain_code,
        indicators.unit_code,
        units.base_unit_code,
        cast(side_by_side.plan_count as integer) as plan_count,
        {%- for side in ['earlier', 'later'] %}
            {%- for column in shown_columns %}
                side_by_side.{{ side }}_{{ column }},
            {%- endfor %}
        {%- endfor %}
        side_by_side.difference_base,
        case when units.base_unit_code = 'percent' then side_by_side.difference_base end as difference_pp,
        side_by_side.all_values
    from with_difference as side_by_side
    inner join indicators
        on side_by_side.indicator_code = indicators.indicator_code
    inner join units
        on indicators.unit_code = units.unit_code

)

select * from final
