{#- The code of a label that is not compared yet: the same in every build, and never that of another plan's label. -#}
{% macro provisional_code(value) -%}
'provisional_' || substr(md5({{ value }}.plan_id || '|' || {{ value }}.label || '|' || {{ value }}.subgroup), 1, 16)
{%- endmacro %}
