{#- Growth and pace, after the methods of Open SDG and Statistics Canada (docs/progress.md). Numbers are doubles. -#}

{#- Compound growth per year from x0 to x1; null unless both are positive and time has passed. -#}
{% macro cagr(x0, x1, years) -%}
case when {{ x0 }} > 0 and {{ x1 }} > 0 and {{ years }} > 0
    then power({{ as_double(x1) }} / {{ as_double(x0) }}, 1 / {{ as_double(years) }}) - 1 end
{%- endmacro %}

{#- Change per year from x0 to x1. -#}
{% macro yearly_change(x0, x1, years) -%}
case when {{ years }} > 0 then ({{ as_double(x1) }} - {{ as_double(x0) }}) / {{ years }} end
{%- endmacro %}

{#- 1 where more is better, -1 where less is. -#}
{% macro direction_sign(direction) -%}
case {{ direction }} when 'higher_better' then 1 when 'lower_better' then -1 end
{%- endmacro %}

{#- Observed over required growth, positive in the better direction; null without either or where none is required. -#}
{% macro progress_ratio(observed, required, direction) -%}
case when {{ required }} != 0 then {{ direction_sign(direction) }} * {{ observed }} / abs({{ required }}) end
{%- endmacro %}

{#- Band of a ratio by the thresholds of a method (a relation of one row); on a threshold it is in the better band. -#}
{% macro progress_band(ratio, thresholds) -%}
case
    when {{ ratio }} >= {{ thresholds }}.substantial then 'substantial_progress'
    when {{ ratio }} >= {{ thresholds }}.moderate then 'moderate_progress'
    when {{ ratio }} >= {{ thresholds }}.limited then 'limited_progress'
    when {{ ratio }} < {{ thresholds }}.limited then 'deterioration'
end
{%- endmacro %}

{#- Score from -5 to 5 of a ratio: -2.5 at 0, 0 at 0.60, 2.5 at 0.95. -#}
{% macro progress_score(ratio) -%}
case
    when {{ ratio }} >= 0.60 then least(7.1429 * {{ ratio }} - 4.2857, 5)
    when {{ ratio }} < 0.60 then greatest(4.1667 * {{ ratio }} - 2.5, -5)
end
{%- endmacro %}

{#- The columns of an outcome; of those that not every kind has, the ones that are not `given` are null. -#}
{% macro outcome_columns(given=[]) -%}
{%- set columns = ['value_id', 'outcome_value_id', 'outcome_plan_id', 'outcome_year', 'outcome_value_base'] -%}
{%- set types = {
    'outcome_month': 'integer', 'is_outcome_preliminary': 'boolean', 'years_on_record': 'integer',
    'is_direction_kept': 'boolean',
} -%}
{{ columns | join(', ') }}
{%- for column, type in types.items() -%}
, {{ column if column in given else 'cast(null as ' ~ type ~ ') as ' ~ column }}
{%- endfor %}
{%- endmacro %}
