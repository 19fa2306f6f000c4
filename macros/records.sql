{#- When a recorded value represents its year, and its indicator (docs/records.md). -#}

{#-
  What a value is to its year. final: for good. latest: until a later one, as a state within the year or a preliminary
  figure of one. running: a count so far, which may meet a target and never misses it. Null: not at all.
  A month 12 is the end of a state and of a count since January; it is no year of an average.
-#}
{% macro standing(value, within_year) -%}
case
            when {{ value }}.is_preliminary and {{ within_year }} = 'latest_state' then 'latest'
            when {{ value }}.is_preliminary then null
            when {{ value }}.period_month is null then 'final'
            when {{ within_year }} = 'whole_year_only' then null
            when {{ within_year }} = 'latest_state' and {{ value }}.period_month < 12 then 'latest'
            when {{ within_year }} = 'latest_state' then 'final'
            when {{ value }}.period_month < 12 or {{ value }}.is_half_year then 'running'
            else 'final'
        end
{%- endmacro %}

{#- Whether a value is of the territory, the population, the method and the time that its indicator means. -#}
{% macro has_indicator_scope(value, population_base) -%}
{{ value }}.scope_difference is null
        and coalesce({{ value }}.population = {{ population_base }}, true)
{%- endmacro %}

{#- Columns: the publication of a value, and when it became known: by its publication, its plan or its own period. -#}
{% macro vintage(value, plan) -%}
{{ value }}.source_id,
        coalesce(
            cast(extract(year from {{ value }}.published_on) as integer), {{ plan }}.first_year, {{ value }}.period_end_year
        ) as vintage_year,
        coalesce({{ value }}.published_on, {{ plan }}.issued_on) as vintage_on
{%- endmacro %}

{#- Order in which of several publications of one figure the latest comes first; one of an unknown day comes last. -#}
{% macro latest_vintage(vintage_on='vintage_on') -%}
coalesce({{ vintage_on }}, cast('1900-01-01' as date)) desc
{%- endmacro %}

{#- Join condition: a count so far decides only where it suffices already, of a target that wants more. -#}
{% macro running_count_suffices(record, target) -%}
case
    when {{ record }}.standing = 'running'
        then
            {{ target }}.direction = 'higher_better'
            and {{ target }}.operator not in ('between', 'maintain')
            and {{ meets_target(record ~ '.value_base', target) }}
    else true
end
{%- endmacro %}

{#- Where a value is stated: its plan, else the publication that records it. -#}
{% macro stated_in(value=none) -%}
{%- set of = value ~ '.' if value else '' -%}
coalesce({{ of }}plan_id, {{ of }}source_id)
{%- endmacro %}

{#-
  Whether an outcome lies ten times beyond its target, and beyond its baseline where there is one; or, of what is no sum, at a
  tenth of them. Nothing is no jump: a share can fall to 0.
-#}
{% macro is_jump(outcome, target, baseline, is_sum) -%}
coalesce(
    {{ outcome }} > 0
    and {{ target }} > 0
    and (
        ({{ outcome }} >= 10 * {{ target }} and {{ outcome }} >= 10 * coalesce({{ baseline }}, {{ target }}))
        or (
            not {{ is_sum }}
            and 10 * {{ outcome }} <= {{ target }}
            and 10 * {{ outcome }} <= coalesce({{ baseline }}, {{ target }})
        )
    ),
    false
)
{%- endmacro %}
