{#-
  How a bare figure of a target is read, everywhere: verdicts, rules and ambition take the same bounds. floor where more is
  better, ceiling where less is, exact where neither is; hedges, 保持 and coverage in words are read like the bare figure.
  Null where words or a range set the bounds themselves.
-#}
{% macro plain_number_reading(target) -%}
case
    when {{ target }}.operator not in ('eq', 'approx', 'maintain', 'full_coverage') then null
    when {{ target }}.direction = 'higher_better' then 'floor'
    when {{ target }}.direction = 'lower_better' then 'ceiling'
    else 'exact'
end
{%- endmacro %}

{#- The ends of what a target asks for, in the base unit; null where that end is open. -#}
{% macro target_lower_bound(target) -%}
case when coalesce({{ plain_number_reading(target) }}, '') != 'ceiling' then {{ target }}.lower_bound_base end
{%- endmacro %}

{% macro target_upper_bound(target) -%}
case when coalesce({{ plain_number_reading(target) }}, '') != 'floor' then {{ target }}.upper_bound_base end
{%- endmacro %}
