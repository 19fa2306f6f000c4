with points as (

    select * from {{ ref('int_indicator_points_ranked') }}
    where rank_in_plan = 1
        and is_compared

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

-- Of several plans the latest speaks for a year; the first promise is kept beside it.
ordered as (

    select
        *,
        row_number() over (
            partition by indicator_code, region_code, year, value_role
            order by plan_first_year desc, plan_id desc
        ) as latest_order,
        row_number() over (
            partition by indicator_code, region_code, year, value_role
            order by plan_first_year, plan_id
        ) as first_order
    from points

),

by_year as (

    select
        indicator_code,
        region_code,
        year,
        {%- for role, columns in {
            'recorded': ['value', 'value_base', 'operator', 'value_text', 'value_id', 'plan_id', 'match_grade'],
            'target': ['value', 'value_base', 'operator', 'value_text', 'value_id', 'plan_id', 'match_grade'],
        }.items() %}
        {%- for column in columns %}
        max(case when value_role = '{{ role }}' and latest_order = 1 then {{ column }} end) as {{ role }}_{{ column }},
        {%- endfor %}
        {%- endfor %}
        count(case when value_role = 'target' then 1 end) as target_plan_count,
        max(case when value_role = 'target' and first_order = 1 then value end) as first_target_value,
        max(case when value_role = 'target' and first_order = 1 then value_id end) as first_target_value_id
    from ordered
    group by indicator_code, region_code, year

),

final as (

    select
        by_year.indicator_code,
        by_year.region_code,
        cast(by_year.year as integer) as year,
        cast(row_number() over (partition by by_year.indicator_code, by_year.region_code order by by_year.year) as integer)
            as sequence_no,
        indicators.name_zh,
        indicators.name_en,
        indicators.domain_code,
        indicators.unit_code,
        by_year.recorded_value,
        by_year.recorded_value_base,
        by_year.recorded_operator,
        by_year.recorded_value_text,
        by_year.recorded_value_id,
        by_year.recorded_plan_id,
        by_year.recorded_match_grade,
        by_year.target_value,
        by_year.target_value_base,
        by_year.target_operator,
        by_year.target_value_text,
        by_year.target_value_id,
        by_year.target_plan_id,
        by_year.target_match_grade,
        cast(by_year.target_plan_count as integer) as target_plan_count,
        by_year.first_target_value,
        by_year.first_target_value_id
    from by_year
    inner join indicators
        on by_year.indicator_code = indicators.indicator_code

)

select * from final
