with points as (

    select * from {{ ref('int_indicator_points_ranked') }}
    where rank_in_plan = 1

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

units as (

    select * from {{ ref('dim_unit') }}

),

-- Plans in the order of their periods: the first and the last with a comparable value stand side by side.
ordered as (

    select
        *,
        case when is_compared then row_number() over (
            partition by indicator_code, region_code, year, value_role, is_compared
            order by plan_first_year, plan_id
        ) end as plan_order,
        case when is_compared then row_number() over (
            partition by indicator_code, region_code, year, value_role, is_compared
            order by plan_first_year desc, plan_id desc
        ) end as plan_order_back
    from points

),

side_by_side as (

    select
        indicator_code,
        region_code,
        year,
        value_role,
        count(case when is_compared then 1 end) as plan_count,
        {%- for side, condition in [('earlier', 'plan_order = 1'), ('later', 'plan_order_back = 1 and plan_order > 1')] %}
        {%- for column in ['plan_id', 'value_id', 'label', 'match_grade', 'operator', 'value_text', 'value', 'value_base'] %}
        max(case when {{ condition }} then {{ column }} end) as {{ side }}_{{ column }},
        {%- endfor %}
        {%- endfor %}
        {{ join_texts("plan_id || ' ' || value_text || ' (' || match_grade || ')'", 'plan_first_year, plan_id') }} as all_values
    from ordered
    group by indicator_code, region_code, year, value_role

),

final as (

    select
        side_by_side.indicator_code,
        side_by_side.region_code,
        cast(side_by_side.year as integer) as year,
        side_by_side.value_role,
        indicators.name_zh,
        indicators.name_en,
        indicators.domain_code,
        indicators.unit_code,
        units.base_unit_code,
        cast(side_by_side.plan_count as integer) as plan_count,
        side_by_side.earlier_plan_id,
        side_by_side.earlier_value_id,
        side_by_side.earlier_label,
        side_by_side.earlier_match_grade,
        side_by_side.earlier_operator,
        side_by_side.earlier_value_text,
        side_by_side.earlier_value,
        side_by_side.earlier_value_base,
        side_by_side.later_plan_id,
        side_by_side.later_value_id,
        side_by_side.later_label,
        side_by_side.later_match_grade,
        side_by_side.later_operator,
        side_by_side.later_value_text,
        side_by_side.later_value,
        side_by_side.later_value_base,
        cast(side_by_side.later_value_base - side_by_side.earlier_value_base as decimal(28, 6)) as difference_base,
        cast(
            case when units.base_unit_code = 'percent' then side_by_side.later_value_base - side_by_side.earlier_value_base end
            as decimal(28, 6)
        ) as difference_pp,
        side_by_side.all_values
    from side_by_side
    inner join indicators
        on side_by_side.indicator_code = indicators.indicator_code
    inner join units
        on indicators.unit_code = units.unit_code

)

select * from final
