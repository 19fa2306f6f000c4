{#-
  Everything that differs between engines is here, one dispatched macro a difference; how tables are made is in
  materializations.sql, how schemas are named and opened in schemas.sql. A macro without a form for an engine is the
  default's there. `make test-engines` runs each of them (docs/engines.md).

  DuckDB reads patterns with RE2, Spark with Java's, PostgreSQL with its own, which prefers the longest match. A pattern
  means the same in all where it has no look-around, no lazy quantifier and no two ways to divide a text among its groups.
-#}

{#- Text. `varchar` without a length is no type of Spark. -#}
{% macro as_text(value) -%}
{{ adapter.dispatch('as_text', 'minsheng')(value) }}
{%- endmacro %}

{% macro default__as_text(value) -%}
cast({{ value }} as varchar)
{%- endmacro %}

{% macro spark__as_text(value) -%}
cast({{ value }} as string)
{%- endmacro %}

{% macro no_text() -%}
{{ as_text('null') }}
{%- endmacro %}


{% macro matches(text, pattern) -%}
{{ adapter.dispatch('matches', 'minsheng')(text, pattern) }}
{%- endmacro %}

{% macro default__matches(text, pattern) -%}
regexp_matches({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro postgres__matches(text, pattern) -%}
regexp_like({{ text }}, '{{ pattern }}')
{%- endmacro %}

{% macro spark__matches(text, pattern) -%}
regexp_like({{ text }}, r'{{ pattern }}')
{%- endmacro %}


{#-
  All capture groups of one pattern in one value, from which `group_columns` makes a column of each: `amount_unit`. One
  match of the pattern gives them all.
-#}
{% macro extract_groups(text, pattern, names) -%}
{{ adapter.dispatch('extract_groups', 'minsheng')(text, pattern, names) }}
{%- endmacro %}

{% macro default__extract_groups(text, pattern, names) -%}
regexp_extract({{ text }}, '{{ pattern }}', ['{{ names | join("', '") }}'])
{%- endmacro %}

{% macro postgres__extract_groups(text, pattern, names) -%}
regexp_match({{ text }}, '{{ pattern }}')
{%- endmacro %}

{#- The pattern is of the whole text; U+0001 is in none. -#}
{% macro spark__extract_groups(text, pattern, names) -%}
{%- set groups = [] -%}
{%- for name in names -%}{%- set _ = groups.append('$' ~ loop.index) -%}{%- endfor -%}
case
            when {{ matches(text, pattern) }}
                then split(regexp_replace({{ text }}, r'{{ pattern }}', '{{ groups | join('\x01') }}'), '{{ '\x01' }}')
        end
{%- endmacro %}


{#- The groups as columns, each '' where the pattern does not occur or the group has no part in it. -#}
{% macro group_columns(groups, names, prefix) -%}
{% for name in names -%}
{%- set group = adapter.dispatch('group_of', 'minsheng')(groups, name, loop.index) -%}
{{ group }} as {{ prefix ~ name }}{{ ',\n        ' if not loop.last }}
{%- endfor %}
{%- endmacro %}

{% macro default__group_of(groups, name, position) -%}
{{ groups }}.{{ name }}
{%- endmacro %}

{% macro postgres__group_of(groups, name, position) -%}
coalesce({{ groups }}[{{ position }}], '')
{%- endmacro %}

{% macro spark__group_of(groups, name, position) -%}
coalesce({{ groups }}[{{ position - 1 }}], '')
{%- endmacro %}


{#- The text of one capture group, or '' where the pattern does not occur; null of null. -#}
{% macro extract_group(text, pattern, group=1) -%}
{{ adapter.dispatch('extract_group', 'minsheng')(text, pattern, group) }}
{%- endmacro %}

{% macro default__extract_group(text, pattern, group) -%}
regexp_extract({{ text }}, '{{ pattern }}', {{ group }})
{%- endmacro %}

{% macro postgres__extract_group(text, pattern, group) -%}
coalesce((regexp_match({{ text }}, '{{ pattern }}'))[{{ group }}], left({{ text }}, 0))
{%- endmacro %}

{% macro spark__extract_group(text, pattern, group) -%}
regexp_extract({{ text }}, r'{{ pattern }}', {{ group }})
{%- endmacro %}


{#- A group is \1 in the replacement. -#}
{% macro replace_all(text, pattern, replacement) -%}
{{ adapter.dispatch('replace_all', 'minsheng')(text, pattern, replacement) }}
{%- endmacro %}

{% macro default__replace_all(text, pattern, replacement) -%}
regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro %}

{% macro spark__replace_all(text, pattern, replacement) -%}
regexp_replace({{ text }}, r'{{ pattern }}', r'{{ replacement | replace('\\', '$') }}')
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
{{ as_double("nullif(" ~ text ~ ", '')") }}
{%- endmacro %}

{% macro to_date(text) -%}
cast(nullif({{ text }}, '') as date)
{%- endmacro %}


{#- Double precision. -#}
{% macro as_double(value) -%}
{{ adapter.dispatch('as_double', 'minsheng')(value) }}
{%- endmacro %}

{% macro default__as_double(value) -%}
cast({{ value }} as double)
{%- endmacro %}

{% macro postgres__as_double(value) -%}
cast({{ value }} as double precision)
{%- endmacro %}


{#-
  A double as a decimal, rounded half away from zero. PostgreSQL's own cast keeps 15 digits; its text is the shortest
  that means the number, as Spark's cast takes it.
-#}
{% macro rounded(number, precision, scale) -%}
{{ adapter.dispatch('rounded', 'minsheng')(number, precision, scale) }}
{%- endmacro %}

{% macro default__rounded(number, precision, scale) -%}
cast({{ number }} as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}

{% macro postgres__rounded(number, precision, scale) -%}
cast(cast({{ number }} as text) as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}


{#- Division of two decimals with the rounding written down: six places, half away from zero. -#}
{% macro divide(numerator, denominator) -%}
{{ adapter.dispatch('divide', 'minsheng')(numerator, denominator) }}
{%- endmacro %}

{#- Most factors are 1, and a number that is divided by 1 needs no rounding in doubles. -#}
{% macro default__divide(numerator, denominator) -%}
case
    when {{ denominator }} = 1 then cast({{ numerator }} as decimal(24, 6))
    else
        cast(round(cast({{ numerator }} as double) / nullif(cast({{ denominator }} as double), 0), 6) as decimal(24, 6))
end
{%- endmacro %}

{% macro postgres__divide(numerator, denominator) -%}
cast(cast({{ numerator }} as numeric) / nullif({{ denominator }}, 0) as decimal(24, 6))
{%- endmacro %}

{% macro spark__divide(numerator, denominator) -%}
cast(cast({{ numerator }} as decimal(24, 6)) / nullif(cast({{ denominator }} as decimal(20, 6)), 0) as decimal(24, 6))
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

{% macro postgres__split_to_rows(relation, keys, text, separator) -%}
select
    {{ keys | join(',\n    ') }},
    unnest(string_to_array({{ text }}, '{{ separator }}')) as part
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

{% macro postgres__count_matches(text, pattern) -%}
regexp_count({{ text }}, '{{ pattern }}')
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
array_join(
            transform(array_sort(collect_list(struct({{ order_by }}, {{ text }} as joined))), x -> x.joined), '{{ separator }}'
        )
{%- endmacro %}


{#- Columns of text in one order, to be united with others: those `absent` are null, or what is `known` of them. -#}
{% macro columns_or_null(columns, absent, known={}) -%}
{% for column in columns -%}
{{ known.get(column, no_text()) ~ ' as ' if column in absent }}{{ column }}{{ ',\n        ' if not loop.last }}
{%- endfor %}
{%- endmacro %}

{#- Join condition: all of some columns are equal in two relations. -#}
{% macro columns_equal(left, right, columns) -%}
{% for column in columns %}{{ ' and ' if not loop.first }}{{ left }}.{{ column }} = {{ right }}.{{ column }}{% endfor %}
{%- endmacro %}


{#- Between `as` and the bracket of a CTE: it dissolves into the query, though it is read twice. -#}
{% macro dissolved() -%}{{ adapter.dispatch('dissolved', 'minsheng')() }}{%- endmacro %}
{% macro default__dissolved() -%}{{ 'not materialized ' }}{%- endmacro %}
{% macro spark__dissolved() -%}{%- endmacro %}

{#-
  Likewise: it is computed once. PostgreSQL would write a column out wherever it is read, and a pattern matched once is
  matched hundreds of times.
-#}
{% macro kept() -%}{{ adapter.dispatch('kept', 'minsheng')() }}{%- endmacro %}
{% macro default__kept() -%}{%- endmacro %}
{% macro postgres__kept() -%}{{ 'materialized ' }}{%- endmacro %}
