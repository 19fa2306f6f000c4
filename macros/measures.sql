{#- What kind of number a value gives. Only values of one measure, a level, are ever compared or judged as numbers. -#}

{#- Whether a rate of growth counts a decline as positive: 降幅, 下降率; a fall of 15 % is 15 there. -#}
{% macro counts_decline(name_zh) -%}
{{ matches(name_zh, '(?:降低|下降|减少|削减|缩减|降)(?:率|幅|幅度|比例)?$') }}
{%- endmacro %}

{#-
  level: what is reached, a change that is its indicator's own value among them (增长6.5% of a growth rate). change: by how
  much. rank: a place in a ranking. direction: which way, without a number. Null where there are words alone.
-#}
{% macro measure(value, indicator_shape, indicator_name_zh, indicator_base_unit_code) -%}
case
            when {{ value }}.operator = 'trend' then 'direction'
            when {{ value }}.value is null then null
            when {{ value }}.value_shape = 'rank' then 'rank'
            when coalesce({{ value }}.value_shape, '') != 'change' then 'level'
            when
                {{ indicator_shape }} = 'rate'
                and {{ value }}.base_unit_code = {{ indicator_base_unit_code }}
                and not {{ counts_decline(indicator_name_zh) }}
                and (
                    coalesce({{ value }}.change_base, 'none') in ('none', 'previous_year', 'each_year')
                    or {{ value }}.change_base_year = {{ value }}.period_end_year - 1
                )
                then 'level'
            else 'change'
        end
{%- endmacro %}

{#- Whether a change is a fall whose size is the value of its indicator: 下降15% of a rate of decline is 15. -#}
{% macro is_size_of_decline(change, indicator, indicator_unit) -%}
{{ indicator }}.shape = 'rate'
        and {{ counts_decline(indicator ~ '.name_zh') }}
        and {{ change }}.change_direction = 'decrease'
        and {{ change }}.base_unit_code = {{ indicator_unit }}.base_unit_code
        and coalesce({{ change }}.change_base, 'none') in ('none', 'period_start')
{%- endmacro %}

{#-
  The year that a change or direction is counted from; null where none is printed. The start of a plan is the year before it.
-#}
{% macro change_from_year(change, plan) -%}
case
            when {{ change }}.change_base_year is not null then {{ change }}.change_base_year
            when {{ change }}.change_base = 'previous_year' and {{ change }}.period_start_year = {{ change }}.period_end_year
                then {{ change }}.period_end_year - 1
            when {{ change }}.change_base not in ('period_start', 'each_year') then null
            when {{ change }}.period_start_year < {{ change }}.period_end_year then {{ change }}.period_start_year - 1
            when {{ change }}.change_base in ('period_start', 'each_year') then {{ plan }}.first_year - 1
        end
{%- endmacro %}

{#-
  How a change leads from the record that it is counted from to a level: times, plus, or null where that is not certain. A
  percentage of a share may mean points; growth of money may be counted in prices of another year; a bare fall of what is
  better when it rises may be a floor or a ceiling.
-#}
{% macro change_kind(change, indicator, unit, indicator_unit) -%}
case
            when
                {{ change }}.operator in ('eq', 'approx')
                and {{ change }}.change_direction || ' ' || {{ indicator }}.direction
                in ('decrease higher_better', 'increase lower_better')
                then null
            when {{ unit }}.quantity = 'share_difference' and {{ indicator_unit }}.quantity in ('share', 'share_per_mille')
                then 'points'
            when {{ unit }}.quantity not in ('share', 'share_per_mille', 'factor')
                then case when {{ unit }}.base_unit_code = {{ indicator_unit }}.base_unit_code then 'amount' end
            when {{ matches(indicator_unit ~ '.quantity', 'money|_per_output|output_per') }} then null
            when {{ unit }}.quantity = 'factor' then 'factor'
            when {{ indicator_unit }}.quantity in ('share', 'share_per_mille') then null
            when {{ unit }}.quantity = 'share' then 'percent'
            else 'per_mille'
        end
{%- endmacro %}

{#-
  The level that a change of a kind comes to over a number of years; null where it is relative and its start not positive.
-#}
{% macro changed_level(start, size, kind, years, base_unit_code) -%}
{%- set size_of = as_double(size) -%}
{%- set factors = {
    'factor': size_of, 'percent': '1 + ' ~ size_of ~ ' / 100', 'per_mille': '1 + ' ~ size_of ~ ' / 1000',
} -%}
case {{ kind }}
                when 'amount' then cast({{ start }} + {{ size }} * {{ years }} as decimal(28, 6))
                when 'points'
                    then cast({{ start }} + {{ size }} * {{ years }} * case {{ base_unit_code }} when 'per_mille' then 10 else 1 end as decimal(28, 6))
                {%- for name, factor in factors.items() %}
                when '{{ name }}'
                    then case when {{ start }} > 0 then {{ rounded(as_double(start) ~ ' * power(' ~ factor ~ ', ' ~ years ~ ')', 28, 6) }} end
                {%- endfor %}
            end
{%- endmacro %}

{#- A column of a value as a level: its own, of a change that of the level it comes to; null where it comes to none. -#}
{% macro level_columns() -%}
{{ return(['value_base', 'lower_bound_base', 'upper_bound_base', 'lower_inclusive', 'upper_inclusive']) }}
{%- endmacro %}

{% macro level_column(column, value, change_level) -%}
case
            when coalesce({{ value }}.measure, 'level') = 'level' then {{ value }}.{{ column }}
            else {{ change_level }}.{{ column }}
        end
{%- endmacro %}

{#- Whether a number goes on from another in the direction that a promise without a number names. -#}
{% macro keeps_direction(promise, before, after) -%}
case {{ promise }}.change_direction
            when 'increase' then {{ after }} > {{ before }}
            when 'decrease' then {{ after }} < {{ before }}
            when 'no_decrease' then {{ after }} >= {{ before }}
            when 'no_increase' then {{ after }} <= {{ before }}
        end
{%- endmacro %}

{#-
  Whether a promise is judged as a sum over its years, or in each of them. A direction, and a change that comes to a level,
  is judged at its end, whatever years it spans.
-#}
{% macro is_sum() -%}
(period_basis = 'cumulative' and coalesce(measure, 'level') = 'level')
{%- endmacro %}

{% macro is_each_year() -%}
(period_basis = 'annual' and period_start_year < period_end_year and coalesce(measure, 'level') = 'level')
{%- endmacro %}
