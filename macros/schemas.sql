{#-
  Where the target's schema is `main`, as in what is published, a custom schema is the schema itself: `bi`. In any other, a
  person's own in a database of several, it is `<own>_bi`.
-#}
{% macro generate_schema_name(custom_schema_name, node) -%}
{%- set custom = (custom_schema_name or 'main') | trim -%}
{%- if custom == 'main' -%}
{{ target.schema }}
{%- else -%}
{{ custom if target.schema == 'main' else target.schema ~ '_' ~ custom }}
{%- endif -%}
{%- endmacro %}


{#-
  Relations name schema and table but not the target's own catalog, which DuckDB takes from the file's name: a view still
  reads its own file where that is renamed or attached under another name. Steps, and what is deferred to, are in files
  beside it; from there and to there the catalog is named.
-#}
{% macro ref() -%}
{% set relation = builtins.ref(*varargs, **kwargs) %}
{% set catalog = relation.database %}
{% set within = not catalog or target.database == catalog == model.database | default(target.database, true) %}
{% do return(relation.include(database=not within)) %}
{%- endmacro %}
