{%- set sides = ['earlier', 'later'] -%}
with {{ imports([
    'mart_indicator_comparison',
    'fct_plan_value',
    'bridge_indicator_match',
    'dim_indicator',
    'dim_unit',
    'dim_domain',
    'dim_region',
    'dim_plan',
    'dim_code',
]) }},

final as (

    select
        comparison.indicator_code,
        comparison.name_zh as indicator_zh,
        comparison.name_en as indicator_en,
        dim_indicator.aggregation,
        {{ code_names('aggregation') }},
        comparison.domain_code,
        dim_domain.name_zh as domain_zh,
        dim_domain.name_en as domain_en,
        dim_domain.sort_order as domain_sort_order,
        comparison.region_code,
        dim_region.name_zh as region_zh,
        dim_region.name_en as region_en,
        comparison.year,
        comparison.role_group,
        {{ code_names('role_group') }},
        dim_indicator.plan_count as indicator_plan_count,
        dim_indicator.is_comparable,
        comparison.plan_count,
        comparison.unit_code,
        units.name_zh as unit_zh,
        units.name_en as unit_en,
        {{ unit_labels('unit', 'units') }},
        comparison.base_unit_code,
        {{ unit_labels('base_unit', 'base_units') }},
        {%- for side in sides %}
            comparison.{{ side }}_plan_id,
            {{ side }}_plans.name_zh as {{ side }}_plan_zh,
            {{ side }}_plans.name_en as {{ side }}_plan_en,
            comparison.{{ side }}_value_id,
            comparison.{{ side }}_label,
            {{ side }}_values.section as {{ side }}_section,
            comparison.{{ side }}_operator,
            {{ code_names(side ~ '_operator') }},
            comparison.{{ side }}_value_text,
            comparison.{{ side }}_compared_value,
            comparison.{{ side }}_period_start_year,
            comparison.{{ side }}_period_basis,
            comparison.{{ side }}_value_base,
            comparison.{{ side }}_yearly_average,
            comparison.{{ side }}_compared_grade,
            {{ code_names(side ~ '_compared_grade') }},
            {{ side }}_matches.reason_zh as {{ side }}_match_reason_zh,
            {{ side }}_matches.reason_en as {{ side }}_match_reason_en,
        {%- endfor %}
        comparison.difference_base,
        comparison.difference_pp,
        comparison.all_values
    from mart_indicator_comparison as comparison
    inner join dim_indicator
        on comparison.indicator_code = dim_indicator.indicator_code
    inner join dim_unit as units
        on comparison.unit_code = units.unit_code
    inner join dim_unit as base_units
        on comparison.base_unit_code = base_units.unit_code
    inner join dim_domain
        on comparison.domain_code = dim_domain.domain_code
    inner join dim_region
        on comparison.region_code = dim_region.region_code
    {%- for side in sides %}
        left join dim_plan as {{ side }}_plans
            on comparison.{{ side }}_plan_id = {{ side }}_plans.plan_id
        left join fct_plan_value as {{ side }}_values
            on comparison.{{ side }}_value_id = {{ side }}_values.value_id
        left join bridge_indicator_match as {{ side }}_matches
            on
                {{ side }}_values.plan_id = {{ side }}_matches.plan_id
                and {{ side }}_values.label = {{ side }}_matches.label
                and {{ side }}_values.subgroup = {{ side }}_matches.subgroup
                and comparison.indicator_code = {{ side }}_matches.indicator_code
        {{ join_code_names('comparison.' ~ side ~ '_operator', code_list='operator') }}
        {{ join_code_names('comparison.' ~ side ~ '_compared_grade', code_list='match_grade') }}
    {%- endfor %}
    {{ join_code_names('dim_indicator.aggregation') }}
    {{ join_code_names('comparison.role_group') }}

)

select * from final
