with points as (

    select * from {{ ref('mart_indicator_point') }}

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
            max(case when side = '{{ side }}' then plan_id end) as {{ side }}_plan_id,
            max(case when side = '{{ side }}' then value_id end) as {{ side }}_value_id,
            max(case when side = '{{ side }}' then label end) as {{ side }}_label,
            max(case when side = '{{ side }}' then compared_grade end) as {{ side }}_compared_grade,
            max(case when side = '{{ side }}' then operator end) as {{ side }}_operator,
            max(case when side = '{{ side }}' then value_text end) as {{ side }}_value_text,
            max(case when side = '{{ side }}' then period_start_year end) as {{ side }}_period_start_year,
            max(case when side = '{{ side }}' then period_basis end) as {{ side }}_period_basis,
            max(case when side = '{{ side }}' then compared_value end) as {{ side }}_compared_value,
            max(case when side = '{{ side }}' then value_base end) as {{ side }}_value_base,
            max(case when side = '{{ side }}' then yearly_average end) as {{ side }}_yearly_average,
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
            side_by_side.{{ side }}_plan_id,
            side_by_side.{{ side }}_value_id,
            side_by_side.{{ side }}_label,
            side_by_side.{{ side }}_compared_grade,
            side_by_side.{{ side }}_operator,
            side_by_side.{{ side }}_value_text,
            side_by_side.{{ side }}_period_start_year,
            side_by_side.{{ side }}_period_basis,
            side_by_side.{{ side }}_compared_value,
            side_by_side.{{ side }}_value_base,
            side_by_side.{{ side }}_yearly_average,
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
