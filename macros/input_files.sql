{#-
  A release may begin with the rows of fct_plan_value that the published build has of input files which are as they were: then
  the table meta.meta_input_file says which, and only the rows of the other files are made. Without it all rows are made.
-#}
{% macro input_files() -%}
{%- if execute and target.name == 'release' -%}
{{ return(adapter.get_relation(target.database, 'meta', 'meta_input_file')) }}
{%- endif -%}
{%- endmacro %}

{% macro rows_to_make() -%}
{%- set files = input_files() -%}
{%- if files -%}
where input_file in (select name from {{ files }} where not is_kept)
{%- endif -%}
{%- endmacro %}

{#-
  What is not kept goes: the rows of files that have changed or are gone, and those that depend on them; all rows where none
  are kept, as in a second slim CI.
-#}
{% macro delete_rows_to_make(relation) -%}
{%- if execute and model.config.materialized == 'incremental' and load_cached_relation(relation) -%}
{%- set files = input_files() -%}
delete from {{ relation }}
{%- if files %} where input_file not in (select name from {{ files }} where is_kept){% endif -%}
{%- endif -%}
{%- endmacro %}
