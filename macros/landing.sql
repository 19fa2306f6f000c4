{#- The rows of a reference file and those that have landed for it (docs/landing.md). -#}
{% macro reference_rows(name) -%}
select * from {{ ref(name) }}
    union all
    select * from {{ source('landing', name) }}
{%- endmacro %}
