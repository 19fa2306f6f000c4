{#-
  Everything that differs between engines stands here, one dispatched macro a difference.
  Write models with these names; add `<engine>__<name>` to carry them to another engine.
-#}

{% macro matches(text, pattern) -%}
{{ adapter.dispatch('matches', 'minsheng')(text, pattern) }}
{%- endmacro %}

{% macro default__matches(text, pattern) -%}
regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__matches(text, pattern) -%}
{{ text }} rlike r'{{ pattern }}'
{%- endmacro %}

{% macro postgres__matches(text, pattern) -%}
{{ text }} ~ '{{ pattern }}'
{%- endmacro %}


{#- The text of one capture group, or '' where the pattern does not occur. -#}
{% macro extract_group(text, pattern, group=1) -%}
{{ adapter.dispatch('extract_group', 'minsheng')(text, pattern, group) }}
{%- endmacro %}

{% macro default__extract_group(text, pattern, group) -%}
regexp_extract({{ text }}, '{{ pattern }}', {{ group }})
{%- endmacro %}

{% macro spark__extract_group(text, pattern, group) -%}
regexp_extract({{ text }}, r'{{ pattern }}', {{ group }})
{%- endmacro %}


{% macro replace_all(text, pattern, replacement) -%}
{{ adapter.dispatch('replace_all', 'minsheng')(text, pattern, replacement) }}
{%- endmacro %}

{% macro default__replace_all(text, pattern, replacement) -%}
regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro spark__replace_all(text, pattern, replacement) -%}
regexp_replace({{ text }}, r'{{ pattern }}', '{{ replacement }}')
{%- endmacro %}


{#- Text without surrounding blanks, U+3000 and U+00A0 among them (a plain trim keeps those on most engines). -#}
{% macro clean_text(text) -%}
coalesce({{ replace_all(text, '^[\\s\u3000\u00a0]+|[\\s\u3000\u00a0]+$', '') }}, '')
{%- endmacro %}


{#- Text to the decimal of published numbers. Null for ''. -#}
{% macro to_decimal(text) -%}
cast(nullif({{ text }}, '') as decimal(24, 6))
{%- endmacro %}


{#- Division of two decimals with the rounding written down: six places. -#}
{% macro divide(numerator, denominator) -%}
cast(round(cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0), 6) as decimal(24, 6))
{%- endmacro %}
