with points as (

    select * from {{ ref('mart_indicator_point') }}
    where is_compared

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

-- Of several plans the latest speaks for a year; the first promise is kept beside it.
ordered as (

    select
        *,
        row_number() over (
            partition by indicator_code, region_code, year, role_group
            order by vintage_year desc, {{ stated_in() }} desc
        ) as latest_order,
        row_number() over (
            partition by indicator_code, region_code, year, role_group
            order by vintage_year asc, {{ stated_in() }} asc
        ) as first_order
    from points

),

by_year as (

    select
        indicator_code,
        region_code,
        year,
        {%- for role in ['recorded', 'target'] %}
            {%- set latest = "role_group = '" ~ role ~ "' and latest_order = 1" %}
            max(case when {{ latest }} then compared_value end) as {{ role }}_compared_value,
            max(case when {{ latest }} then value_base end) as {{ role }}_value_base,
            max(case when {{ latest }} then period_start_year end) as {{ role }}_period_start_year,
            max(case when {{ latest }} then period_basis end) as {{ role }}_period_basis,
            max(case when {{ latest }} then yearly_average end) as {{ role }}_yearly_average,
            max(case when {{ latest }} then operator end) as {{ role }}_operator,
            max(case when {{ latest }} then value_text end) as {{ role }}_value_text,
            max(case when {{ latest }} then value_id end) as {{ role }}_value_id,
            max(case when {{ latest }} then plan_id end) as {{ role }}_plan_id,
            max(case when {{ latest }} then compared_grade end) as {{ role }}_compared_grade,
        {%- endfor %}
        max(case when role_group = 'recorded' and latest_order = 1 then source_id end) as recorded_source_id,
        count(case when role_group = 'target' then 1 end) as target_plan_count,
        max(case when role_group = 'target' and first_order = 1 then compared_value end) as first_target_compared_value,
        max(case when role_group = 'target' and first_order = 1 then yearly_average end) as first_target_yearly_average,
        max(case when role_group = 'target' and first_order = 1 then value_id end) as first_target_value_id
    from ordered
    group by indicator_code, region_code, year

),

final as (

    select
        by_year.indicator_code,
        by_year.region_code,
        by_year.year,
        cast(
            row_number() over (
                partition by by_year.indicator_code, by_year.region_code
                order by by_year.year
            ) as integer
        ) as sequence_no,
        indicators.name_zh,
        indicators.name_en,
        indicators.domain_code,
        indicators.unit_code,
        {%- for role in ['recorded', 'target'] %}
            by_year.{{ role }}_compared_value,
            by_year.{{ role }}_value_base,
            by_year.{{ role }}_period_start_year,
            by_year.{{ role }}_period_basis,
            by_year.{{ role }}_yearly_average,
            by_year.{{ role }}_operator,
            by_year.{{ role }}_value_text,
            by_year.{{ role }}_value_id,
            by_year.{{ role }}_plan_id,
            by_year.{{ role }}_compared_grade,
        {%- endfor %}
        by_year.recorded_source_id,
        cast(by_year.target_plan_count as integer) as target_plan_count,
        by_year.first_target_compared_value,
        by_year.first_target_yearly_average,
        by_year.first_target_value_id
    from by_year
    inner join indicators
        on by_year.indicator_code = indicators.indicator_code

)

select * from final
