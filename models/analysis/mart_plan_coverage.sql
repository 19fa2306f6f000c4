{%- set reasons = [
    'item_number', 'table_number', 'date', 'document_number', 'contact', 'population_definition', 'name', 'code_phrase',
    'listed_count', 'background',
] %}

with plan_values as (

    select * from {{ ref('fct_plan_value') }}
    where origin = 'plan'

),

exclusions as (

    select * from {{ ref('fct_exclusion') }}

),

captured as (

    select
        plan_id,
        section,
        count(*) as value_count,
        count(case when value_role = 'target' then 1 end) as target_count,
        count(case when value_role in ('baseline', 'actual') then 1 end) as observation_count,
        count(case when value_role = 'none' then 1 end) as blank_count,
        min(char_start) as first_char_start
    from plan_values
    group by plan_id, section

),

printed_figures as (

    select distinct
        plan_id,
        section,
        char_start,
        value_text
    from plan_values

),

captured_numbers as (

    select
        plan_id,
        section,
        sum({{ count_matches('value_text', document_number_pattern()) }}) as number_count
    from printed_figures
    group by plan_id, section

),

excluded as (

    select
        plan_id,
        section,
        {%- for reason in reasons %}
        count(case when exclusion_reason = '{{ reason }}' then 1 end) as excluded_{{ reason }}_count,
        {%- endfor %}
        count(*) as excluded_number_count,
        min(char_start) as first_char_start
    from exclusions
    group by plan_id, section

),

final as (

    select
        coalesce(captured.plan_id, excluded.plan_id) as plan_id,
        coalesce(captured.section, excluded.section) as section,
        cast(coalesce(captured.value_count, 0) as integer) as value_count,
        cast(coalesce(captured.target_count, 0) as integer) as target_count,
        cast(coalesce(captured.observation_count, 0) as integer) as observation_count,
        cast(coalesce(captured.blank_count, 0) as integer) as blank_count,
        cast(coalesce(captured_numbers.number_count, 0) + coalesce(excluded.excluded_number_count, 0) as integer) as number_count,
        cast(coalesce(captured_numbers.number_count, 0) as integer) as captured_number_count,
        cast(coalesce(excluded.excluded_number_count, 0) as integer) as excluded_number_count,
        {%- for reason in reasons %}
        cast(coalesce(excluded.excluded_{{ reason }}_count, 0) as integer) as excluded_{{ reason }}_count,
        {%- endfor %}
        cast(least(coalesce(captured.first_char_start, excluded.first_char_start), coalesce(excluded.first_char_start, captured.first_char_start)) as integer) as first_char_start
    from captured
    full outer join excluded
        on captured.plan_id = excluded.plan_id
        and captured.section = excluded.section
    left join captured_numbers
        on captured.plan_id = captured_numbers.plan_id
        and captured.section = captured_numbers.section

)

select * from final
