{#- Interval algebra on the bounds of values; a null bound is open. `base` columns of two relations. -#}

{#- Whether what two printed texts describe has a point in common: of records, 50 is 50. -#}
{% macro intervals_meet(a, b) -%}
{{ bounds_meet(
    a, a ~ '.lower_bound_base', a ~ '.upper_bound_base', b, b ~ '.lower_bound_base', b ~ '.upper_bound_base'
) }}
{%- endmacro %}

{#- Whether some value meets two targets; a bare figure is read as `plain_number_reading` says. -#}
{% macro targets_meet(a, b) -%}
{{ bounds_meet(a, target_lower_bound(a), target_upper_bound(a), b, target_lower_bound(b), target_upper_bound(b)) }}
{%- endmacro %}

{% macro bounds_meet(a, a_lower, a_upper, b, b_lower, b_upper) -%}
(
    ({{ a_lower }} is null or {{ b_upper }} is null
        or {{ a_lower }} < {{ b_upper }}
        or ({{ a_lower }} = {{ b_upper }} and {{ a }}.lower_inclusive and {{ b }}.upper_inclusive))
    and ({{ b_lower }} is null or {{ a_upper }} is null
        or {{ b_lower }} < {{ a_upper }}
        or ({{ b_lower }} = {{ a_upper }} and {{ b }}.lower_inclusive and {{ a }}.upper_inclusive))
)
{%- endmacro %}

{#- Whether a recorded number meets a target: an exact hit does, a strict operator is strict. -#}
{% macro meets_target(number, target) -%}
(
    ({{ target_lower_bound(target) }} is null or {{ number }} > {{ target }}.lower_bound_base
        or ({{ number }} = {{ target }}.lower_bound_base and {{ target }}.lower_inclusive))
    and ({{ target_upper_bound(target) }} is null or {{ number }} < {{ target }}.upper_bound_base
        or ({{ number }} = {{ target }}.upper_bound_base and {{ target }}.upper_inclusive))
)
{%- endmacro %}

{#- Whether one number is weaker than another in a direction: equal is not; null where no direction is better. -#}
{% macro is_weaker(number, reference, direction) -%}
case {{ direction }}
    when 'higher_better' then {{ number }} < {{ reference }}
    when 'lower_better' then {{ number }} > {{ reference }}
end
{%- endmacro %}

{#- Whether a value is the natural limit of its indicator in the better direction. -#}
{% macro is_at_limit(value) -%}
coalesce(
    case {{ value }}.direction
        when 'higher_better' then {{ value }}.value_base = {{ value }}.ceiling_base
        when 'lower_better' then {{ value }}.value_base = {{ value }}.floor_base
    end, false
)
{%- endmacro %}

{#- Whether of two targets with one figure only one lets the figure itself pass: more than 90 and at least 90. -#}
{% macro has_other_end(a, b) -%}
(
    coalesce({{ a }}.lower_inclusive, {{ b }}.lower_inclusive) != coalesce({{ b }}.lower_inclusive, {{ a }}.lower_inclusive)
    or coalesce({{ a }}.upper_inclusive, {{ b }}.upper_inclusive) != coalesce({{ b }}.upper_inclusive, {{ a }}.upper_inclusive)
)
{%- endmacro %}
