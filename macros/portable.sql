{#-
  Everything that differs between engines is here, one dispatched macro a difference.
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


{#-
  All capture groups of one pattern, as a column with one field a group: `amounts.unit`. Each is '' where the pattern does
  not occur. One match of the pattern gives them all.
-#}
{% macro extract_groups(text, pattern, names) -%}
{{ adapter.dispatch('extract_groups', 'minsheng')(text, pattern, names) }}
{%- endmacro %}

{% macro default__extract_groups(text, pattern, names) -%}
regexp_extract({{ text }}, '{{ pattern }}', ['{{ names | join("', '") }}'])
{%- endmacro %}

{% macro spark__extract_groups(text, pattern, names) -%}
named_struct({% for name in names %}'{{ name }}', regexp_extract({{ text }}, r'{{ pattern }}', {{ loop.index }}){{ ', ' if not loop.last }}{% endfor %})
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


{#- The other casts of staging, named by the types of the input contract (inputs/rules.py). Null for ''. -#}
{% macro to_integer(text) -%}
cast(nullif({{ text }}, '') as integer)
{%- endmacro %}

{% macro to_factor(text) -%}
cast(nullif({{ text }}, '') as decimal(20, 6))
{%- endmacro %}

{% macro to_double(text) -%}
cast(nullif({{ text }}, '') as double)
{%- endmacro %}

{% macro to_date(text) -%}
cast(nullif({{ text }}, '') as date)
{%- endmacro %}


{#- Division of two decimals with the rounding written down: six places. -#}
{% macro divide(numerator, denominator) -%}
cast(round(cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0), 6) as decimal(24, 6))
{%- endmacro %}


{#- One row per part of a separated text: the key columns and `part`. Rows with an empty text give none. -#}
{% macro split_to_rows(relation, keys, text, separator) -%}
{{ adapter.dispatch('split_to_rows', 'minsheng')(relation, keys, text, separator) }}
{%- endmacro %}

{% macro default__split_to_rows(relation, keys, text, separator) -%}
select
    {{ keys | join(',\n    ') }},
    unnest(string_split({{ text }}, '{{ separator }}')) as part
from {{ relation }}
where {{ text }} != ''
{%- endmacro %}

{% macro spark__split_to_rows(relation, keys, text, separator) -%}
select
    {{ keys | join(',\n    ') }},
    explode(split({{ text }}, '{{ separator }}')) as part
from {{ relation }}
where {{ text }} != ''
{%- endmacro %}


{#- Number of times that a pattern occurs. -#}
{% macro count_matches(text, pattern) -%}
{{ adapter.dispatch('count_matches', 'minsheng')(text, pattern) }}
{%- endmacro %}

{% macro default__count_matches(text, pattern) -%}
cast(len(regexp_extract_all({{ text }}, '{{ pattern }}')) as integer)
{%- endmacro %}

{% macro spark__count_matches(text, pattern) -%}
size(regexp_extract_all({{ text }}, r'{{ pattern }}', 0))
{%- endmacro %}


{#- The texts of a group in one, in order. -#}
{% macro join_texts(text, order_by, separator='; ') -%}
{{ adapter.dispatch('join_texts', 'minsheng')(text, order_by, separator) }}
{%- endmacro %}

{% macro default__join_texts(text, order_by, separator) -%}
string_agg({{ text }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{% macro spark__join_texts(text, order_by, separator) -%}
array_join(transform(array_sort(collect_list(struct({{ order_by }}, {{ text }} as joined))), x -> x.joined), '{{ separator }}')
{%- endmacro %}


{#- Between two selects: their rows, columns by name, null where one of them has not the other's. -#}
{% macro union_by_name() -%}
{{ adapter.dispatch('union_by_name', 'minsheng')() }}
{%- endmacro %}

{% macro default__union_by_name() -%}
union all by name
{%- endmacro %}

{#- Join condition: all of some columns are equal in two relations. -#}
{% macro columns_equal(left, right, columns) -%}
{% for column in columns %}{{ ' and ' if not loop.first }}{{ left }}.{{ column }} = {{ right }}.{{ column }}{% endfor %}
{%- endmacro %}
