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

{#-
  What a test of single rows looks at: of the facts those that are made in this build. The others were tested in the build
  that made them, against the same reference files.
-#}
{% macro rows_to_test(model) -%}
{%- set files = input_files() -%}
{%- if files and is_fact(model) -%}
(select * from {{ model }} where input_file in (select name from {{ files }} where not is_kept))
{%- else -%}
{{ model }}
{%- endif -%}
{%- endmacro %}

{#- Likewise of a test that compares rows with each other: those that share a key with one of them. -#}
{% macro rows_to_compare(model, key) -%}
{%- if input_files() and is_fact(model) and key | length == 1 -%}
(select * from {{ model }} where {{ key[0] }} is null or {{ key[0] }} in (select {{ key[0] }} from {{ rows_to_test(model) }} as made))
{%- else -%}
{{ model }}
{%- endif -%}
{%- endmacro %}

{% macro is_fact(model) -%}
{{ return((model | string).replace('"', '').split('.')[-1] == 'fct_plan_value') }}
{%- endmacro %}
