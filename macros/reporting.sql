{#- A custom schema is the schema itself: `bi`, not `main_bi`. All else stays in the target's own schema. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
{{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}


{#-
  Import CTEs of a view that stays in the warehouse. They name schema and table but not the catalog, which DuckDB takes
  from the file's name: the view still reads its own file where that is attached under another name.
-#}
{% macro imports(names) -%}
{% for name in names -%}
{{ name }} as (

    select * from {{ ref(name).include(database=false) }}

){{ ',\n\n' if not loop.last }}
{%- endfor %}
{%- endmacro %}


{#-
  What the code of a column is called: `<column>_zh` and `<column>_en`, from the row of dim_code that `join_code_names` finds
  for it. A code without a name gives null, which a test finds.
-#}
{% macro code_names(column) -%}
{{ column }}_names.name_zh as {{ column }}_zh,
        {{ column }}_names.name_en as {{ column }}_en
{%- endmacro %}

{#- The list is named like the column, unless `code_list` says otherwise. -#}
{% macro join_code_names(column, code_list=none) -%}
{%- set name = column.split('.')[1] -%}
left join dim_code as {{ name }}_names
        on {{ column }} = {{ name }}_names.code
        and {{ name }}_names.code_list = '{{ code_list or name }}'
{%- endmacro %}
