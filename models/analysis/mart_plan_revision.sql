with pairs as (

    select * from {{ ref('int_target_revision_pairs') }}

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

final as (

    select
        pairs.later_value_id,
        pairs.earlier_value_id,
        later.indicator_code,
        indicators.name_zh,
        indicators.name_en,
        indicators.domain_code,
        indicators.unit_code,
        later.base_unit_code,
        later.region_code,
        pairs.relation,
        pairs.revision,
        later.period_end_year - earlier.period_end_year as years_later,
        {%- for side in ['earlier', 'later'] %}
            {{ side }}.plan_id as {{ side }}_plan_id,
            {{ side }}.label as {{ side }}_label,
            {{ side }}.match_grade as {{ side }}_match_grade,
            {{ side }}.operator as {{ side }}_operator,
            {{ side }}.value_text as {{ side }}_value_text,
            {{ side }}.period_start_year as {{ side }}_period_start_year,
            {{ side }}.period_end_year as {{ side }}_period_end_year,
            {{ side }}.period_basis as {{ side }}_period_basis,
            {{ side }}.compared_value as {{ side }}_compared_value,
            {{ side }}.yearly_average as {{ side }}_yearly_average,
            pairs.{{ side }}_aligned_base,
        {%- endfor %}
        cast(pairs.later_aligned_base - pairs.earlier_aligned_base as decimal(28, 6)) as difference_aligned_base
    from pairs
    inner join comparable_values as later
        on pairs.later_value_id = later.value_id
    inner join comparable_values as earlier
        on pairs.earlier_value_id = earlier.value_id
    inner join indicators
        on later.indicator_code = indicators.indicator_code

)

select * from final
