{#- What every rule (models/consistency/rules) says of its subjects, and the words of its sentences. -#}

{#-
  The columns of a rule, from a CTE that has for each subject: subject, plan_id, left_value_id, right_value_id, left_value,
  right_value, status, explanation_zh and explanation_en; and indicator_code, region_code and year unless `has_indicator` is
  false. What is not_applicable ends with its reason.
  status: pass, fail or not_applicable; fct_finding turns a registered fail into explained.
-#}
{% macro rule_columns(check_id, judged='judged', has_indicator=true, tolerance='0') -%}
select
        '{{ check_id }}' as check_id,
        '{{ check_id }}:' || subject as finding_key,
        plan_id,
        {{ 'indicator_code' if has_indicator else no_text() ~ ' as indicator_code' }},
        {{ 'region_code' if has_indicator else no_text() ~ ' as region_code' }},
        cast({{ 'year' if has_indicator else 'null' }} as integer) as year,
        left_value_id,
        right_value_id,
        cast(left_value as decimal(28, 6)) as left_value,
        cast(right_value as decimal(28, 6)) as right_value,
        cast(left_value - right_value as decimal(28, 6)) as difference,
        cast({{ tolerance }} as decimal(28, 6)) as tolerance,
        status,
        -- Sentences are for what does not pass.
        case when status != 'pass' then explanation_zh end as explanation_zh,
        case when status != 'pass' then explanation_en end as explanation_en
    from {{ judged }}
{%- endmacro %}

{#- The subject of a rule over one value: a row of fct_plan_value or int_values_ranked. -#}
{% macro value_subject(value) -%}
{{ value }}.value_id as subject,
        {{ value }}.plan_id,
        {{ value }}.indicator_code,
        {{ value }}.region_code,
        {{ value }}.period_end_year as year,
        {{ value }}.value_id as left_value_id,
        {{ no_text() }} as right_value_id,
        {{ value }}.value_base as left_value,
        cast(null as decimal(28, 6)) as right_value
{%- endmacro %}

{#- The subject of a rule over two values, that of `left` first. -#}
{% macro pair_subject(left, right, left_number=none, right_number=none) -%}
{{ left }}.value_id || ':' || {{ right }}.value_id as subject,
        {{ left }}.plan_id,
        {{ left }}.indicator_code,
        {{ left }}.region_code,
        {{ left }}.period_end_year as year,
        {{ left }}.value_id as left_value_id,
        {{ right }}.value_id as right_value_id,
        {{ left_number or left ~ '.value_base' }} as left_value,
        {{ right_number or right ~ '.value_base' }} as right_value
{%- endmacro %}

{#-
  A rule over pairs of a target and a record: fails where the target is weaker. `relation` chooses pairs of
  int_flow_record_pairs and their aligned numbers; without it the pairs are those of levels, of the model `pairs`, whose
  `record_key` names the other value. The texts are what the target is called, and what it is where it is weaker.
-#}
{% macro target_against_record_rule(
    check_id, target_en, weaker_en, target_zh, weaker_zh, relation=none, pairs='int_target_own_record_pairs',
    record_key='record_value_id'
) -%}
with pairs as (

    select * from {{ ref('int_flow_record_pairs' if relation else pairs) }}
    {%- if relation %}
    where relation = '{{ relation }}'
    {%- endif %}

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject(
            'targets',
            'records',
            'pairs.target_aligned_base' if relation else none,
            'pairs.record_aligned_base' if relation else none
        ) }},
        case
            when pairs.is_weaker then 'fail'
            when not pairs.is_weaker then 'pass'
            else 'not_applicable'
        end as status,
        targets.name_en || ': the {{ target_en }} ' || {{ describe_value('targets') }}
        || case when pairs.is_weaker is null then ' beside ' else ' {{ weaker_en }}, ' end
        || {{ describe_value('records') }}
        || case when pairs.is_weaker is null then ': neither more nor less is better' else '' end as explanation_en,
        targets.name_zh || '：{{ target_zh }}' || {{ describe_value('targets') }}
        || case when pairs.is_weaker is null then '，对照' else '{{ weaker_zh }}' end
        || {{ describe_value('records') }}
        || case when pairs.is_weaker is null then '，指标无好坏方向' else '' end as explanation_zh
    from pairs
    inner join comparable_values as targets
        on pairs.target_value_id = targets.value_id
    inner join comparable_values as records
        on pairs.{{ record_key }} = records.value_id

),

final as (

    {{ rule_columns(check_id) }}

)

select * from final
{%- endmacro %}

{#- Join condition: two values of one indicator, place and period. -#}
{% macro same_subject(a, b) -%}
{{ a }}.indicator_code = {{ b }}.indicator_code
            and {{ a }}.region_code = {{ b }}.region_code
            and {{ a }}.period_start_year = {{ b }}.period_start_year
            and {{ a }}.period_end_year = {{ b }}.period_end_year
            and {{ a }}.is_each_year is not distinct from {{ b }}.is_each_year
{%- endmacro %}

{#- The place that a value is compared in: its territory, where that has changed. -#}
{% macro place_code(value=none) -%}
{%- set of = value ~ '.' if value else '' -%}
coalesce({{ of }}territory_code, {{ of }}region_code)
{%- endmacro %}

{#- The condition that two values are of one place. -#}
{% macro same_place(a, b) -%}
{{ place_code(a) }} = {{ place_code(b) }}
{%- endmacro %}

{#- The printed characters of a value with the unit of its heading: 24.65 人. Words have none. -#}
{% macro printed_text(value) -%}
case when {{ value }}.value_text != '' then {{ value }}.value_text end
        || case when {{ value }}.value_shape = 'words' then '' else coalesce(' ' || {{ value }}.unit_text, '') end
{%- endmacro %}

{#- How many years a value is averaged over where it is compared: those of a sum, else 1. -#}
{% macro years_averaged(value) -%}
case
            when {{ value }}.yearly_average_base is null then 1
            else {{ value }}.period_end_year - {{ value }}.period_start_year + 1
        end
{%- endmacro %}

{#- The period of a value as text: 2025, 2025-06 for a month, 2025-H1 for a half-year, 2021-2025 for years. -#}
{% macro period_text(value) -%}
{{ as_text(value ~ '.period_start_year') }}
        || case
            when {{ value }}.is_half_year then case {{ value }}.period_month when 6 then '-H1' else '-H2' end
            when {{ value }}.period_month is not null and {{ value }}.period_start_year != {{ value }}.period_end_year
                then
                    '-' || {{ as_text(value ~ '.period_end_year') }}
                    || '-' || right('0' || {{ as_text(value ~ '.period_month') }}, 2)
            when {{ value }}.period_month is not null
                then '-' || right('0' || {{ as_text(value ~ '.period_month') }}, 2)
            when {{ value }}.period_start_year != {{ value }}.period_end_year
                then '-' || {{ as_text(value ~ '.period_end_year') }}
            else ''
        end
{%- endmacro %}

{#- A value of int_values_ranked with its place, for a sentence: 不低于85% (六(一), 2025). -#}
{% macro describe_value(value) -%}
{{ value }}.printed_text || ' (' || {{ value }}.section || ', ' || {{ value }}.period_text || ')'
{%- endmacro %}

{#- A number as text without trailing zeros. -#}
{% macro describe_number(number) -%}
{{ replace_all(as_text(number), '\\.?0+$', '') }}
{%- endmacro %}

{#- A row of fct_plan_value with its place, likewise. -#}
{% macro describe_plan_value(value) -%}
{{ printed_text(value) }} || ' (' || {{ value }}.section || ', ' || {{ period_text(value) }} || ')'
{%- endmacro %}

{#- Yuan as text in 亿元, the unit that plans print. -#}
{% macro describe_yuan(yuan, nothing='nothing') -%}
coalesce({{ describe_number("cast(cast(" ~ yuan ~ " as decimal(28, 6)) * 0.00000001 as decimal(24, 4))") }} || '亿元', '{{ nothing }}')
{%- endmacro %}

{#- An amount of a measure: yuan as 亿元, counts as they are; in English, or in Chinese with 个项目 and 无. -#}
{% macro describe_amount(measure, amount, projects=' projects', nothing='nothing') -%}
case
            when {{ measure }} = 'project_count'
                then coalesce(
                    {{ describe_number("cast(" ~ amount ~ " as decimal(24, 1))") }} || '{{ projects }}', '{{ nothing }}'
                )
            else {{ describe_yuan(amount, nothing) }}
        end
{%- endmacro %}

{#- Two years as text: 2021-2025. -#}
{% macro describe_years(first_year, last_year) -%}
{{ as_text(first_year) }} || '-' || {{ as_text(last_year) }}
{%- endmacro %}
