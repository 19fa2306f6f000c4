{#-
  The columns that every check model has. A subject is a pair of values, or what `subject` names where values do not.
  status: pass, fail or not_applicable; fct_finding turns a registered fail into explained.
-#}
{% macro check_columns(
    check_id, status, explanation, plan_id, subject,
    indicator_code="cast(null as varchar)", region_code="cast(null as varchar)", year="cast(null as integer)",
    left_value="cast(null as decimal(28, 6))", right_value="cast(null as decimal(28, 6))",
    left_value_id="cast(null as varchar)", right_value_id="cast(null as varchar)", tolerance='0'
) -%}
    '{{ check_id }}' as check_id,
    '{{ check_id }}:' || {{ subject }} as finding_key,
    {{ plan_id }} as plan_id,
    {{ indicator_code }} as indicator_code,
    {{ region_code }} as region_code,
    cast({{ year }} as integer) as year,
    {{ left_value_id }} as left_value_id,
    {{ right_value_id }} as right_value_id,
    cast({{ left_value }} as decimal(28, 6)) as left_value,
    cast({{ right_value }} as decimal(28, 6)) as right_value,
    cast({{ left_value }} - {{ right_value }} as decimal(28, 6)) as difference,
    cast({{ tolerance }} as decimal(28, 6)) as tolerance,
    {{ status }} as status,
    -- Sentences are for what does not pass.
    case when ({{ status }}) = 'pass' then '' else {{ explanation }} end as explanation
{%- endmacro %}

{#- The same for a pair of rows of int_comparable_values. -#}
{% macro check_pair(check_id, a, b, status, explanation) -%}
{{ check_columns(
    check_id, status, explanation, a ~ '.plan_id', a ~ ".value_id || ':' || " ~ b ~ '.value_id',
    a ~ '.indicator_code', a ~ '.region_code', a ~ '.period_end_year',
    a ~ '.value_base', b ~ '.value_base', a ~ '.value_id', b ~ '.value_id'
) }}
{%- endmacro %}

{#- A value with its place, for a sentence: 不低于85% (六(一), 2025). -#}
{% macro told(value) -%}
{{ value }}.printed || ' (' || {{ value }}.section || ', ' || {{ value }}.period_text || ')'
{%- endmacro %}


{#- A number as text without trailing zeros. -#}
{% macro plain_number(number) -%}
{{ replace_all("cast(" ~ number ~ " as varchar)", '\\.?0+$', '') }}
{%- endmacro %}

{#- Yuan as text in 亿元, the unit that plans print. -#}
{% macro told_yuan(yuan) -%}
coalesce({{ plain_number("cast(" ~ yuan ~ " / 100000000 as decimal(24, 4))") }} || '亿元', 'nothing')
{%- endmacro %}

{#- An amount of a measure: yuan as 亿元, counts as they are. -#}
{% macro told_amount(measure, amount) -%}
case when {{ measure }} = 'project_count' then coalesce({{ plain_number("cast(" ~ amount ~ " as decimal(24, 1))") }} || ' projects', 'nothing') else {{ told_yuan(amount) }} end
{%- endmacro %}

{#- Join condition: two values of one indicator, place and period. -#}
{% macro same_subject(a, b) -%}
{{ a }}.indicator_code = {{ b }}.indicator_code
        and {{ a }}.region_code = {{ b }}.region_code
        and {{ a }}.period_start_year = {{ b }}.period_start_year
        and {{ a }}.period_end_year = {{ b }}.period_end_year
{%- endmacro %}

{#- A rule over targets and the nearest record of a timing (int_targets_beside_records): rows `targets` and `records`. -#}
{% macro judge_records(check_id, timing, status, explanation) -%}
with pairs as (

    select * from {{ ref('int_targets_beside_records') }}
    where timing = '{{ timing }}'
        and nearness = 1

),

comparable_values as (

    select * from {{ ref('int_comparable_values') }}

),

judged as (

    select
{{ check_pair(check_id, 'targets', 'records', status, explanation) }}
    from pairs
    inner join comparable_values as targets
        on pairs.target_id = targets.value_id
    inner join comparable_values as records
        on pairs.record_id = records.value_id

)

select * from judged
{%- endmacro %}

{#- A rule over what two plans say of one subject in one role: rows `later` and `earlier`, by the plans' first years. -#}
{% macro judge_plans(check_id, role_group, status, explanation) -%}
with best_values as (

    select * from {{ ref('int_comparable_values') }}
    where rank_in_plan = 1
        and role_group = '{{ role_group }}'

),

judged as (

    select
{{ check_pair(check_id, 'later', 'earlier', status, explanation) }}
    from best_values as later
    inner join best_values as earlier
        on {{ same_subject('later', 'earlier') }}
        and later.plan_first_year > earlier.plan_first_year

)

select * from judged
{%- endmacro %}
