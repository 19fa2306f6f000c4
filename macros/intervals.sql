{#- Interval algebra on the bounds of values; a null bound is open. `base` columns of two relations. -#}

{#- Whether two promised intervals have a point in common. -#}
{% macro intervals_meet(a, b) -%}
(
    ({{ a }}.lower_bound_base is null or {{ b }}.upper_bound_base is null
        or {{ a }}.lower_bound_base < {{ b }}.upper_bound_base
        or ({{ a }}.lower_bound_base = {{ b }}.upper_bound_base and {{ a }}.lower_inclusive and {{ b }}.upper_inclusive))
    and ({{ b }}.lower_bound_base is null or {{ a }}.upper_bound_base is null
        or {{ b }}.lower_bound_base < {{ a }}.upper_bound_base
        or ({{ b }}.lower_bound_base = {{ a }}.upper_bound_base and {{ b }}.lower_inclusive and {{ a }}.upper_inclusive))
)
{%- endmacro %}

{#-
  Whether a recorded number meets a target in the direction of its indicator. A plain figure is a floor where more is
  better and a ceiling where less is; an exact hit meets it; a strict operator is strict.
-#}
{% macro meets_target(number, target) -%}
case
    when {{ target }}.operator in ('eq', 'approx', 'maintain', 'full_coverage') and {{ target }}.direction = 'higher_better'
        then {{ number }} >= {{ target }}.value_base
    when {{ target }}.operator in ('eq', 'approx', 'maintain', 'full_coverage') and {{ target }}.direction = 'lower_better'
        then {{ number }} <= {{ target }}.value_base
    else ({{ target }}.lower_bound_base is null or {{ number }} > {{ target }}.lower_bound_base
            or ({{ number }} = {{ target }}.lower_bound_base and {{ target }}.lower_inclusive))
        and ({{ target }}.upper_bound_base is null or {{ number }} < {{ target }}.upper_bound_base
            or ({{ number }} = {{ target }}.upper_bound_base and {{ target }}.upper_inclusive))
end
{%- endmacro %}

{#- Whether one number is weaker than another in a direction: equal is not; null where no direction is better. -#}
{% macro is_weaker(number, reference, direction) -%}
case {{ direction }}
    when 'higher_better' then {{ number }} < {{ reference }}
    when 'lower_better' then {{ number }} > {{ reference }}
end
{%- endmacro %}
