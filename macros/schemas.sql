{#-
  A custom schema is the schema itself: `bi`, not `main_bi`. `main` is the target's own, which another engine calls
  otherwise.
-#}
{% macro generate_schema_name(custom_schema_name, node) -%}
{{ target.schema if custom_schema_name in (none, 'main') else custom_schema_name | trim }}
{%- endmacro %}


{#-
  Relations name schema and table but not the catalog, which DuckDB takes from the file's name: a view still reads its
  own file where that is renamed or attached under another name. Steps are in a file beside it.
-#}
{% macro ref() -%}
{% set relation = builtins.ref(*varargs, **kwargs) %}
{% do return(relation.include(database=relation.database == 'steps')) %}
{%- endmacro %}
