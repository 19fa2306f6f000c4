{#- What `minsheng load`, `compare-engines` and `fetch` ask Spark for; PostgreSQL they reach themselves. -#}

{#- Source tables from the accepted rows, a folder of Parquet files each; their digest is there once all are whole. -#}
{% macro load_inputs(folder, tables, digest) -%}
{%- do run_query('create schema if not exists inputs') -%}
{%- do run_query('drop table if exists inputs.loaded') -%}
{%- for table in tables -%}
    {%- do run_query('drop table if exists inputs.' ~ table) -%}
    {%- set rows = 'parquet.`' ~ folder ~ '/' ~ table ~ '/*.parquet`' -%}
    {%- do run_query('create table inputs.' ~ table ~ ' using parquet as select * from ' ~ rows) -%}
{%- endfor -%}
{%- do run_query("create table inputs.loaded as select '" ~ digest ~ "' as digest") -%}
{%- endmacro %}

{#- Relations as folders of Parquet files, `<schema>.<name>.parquet`. -#}
{% macro write_relations(folder, relations) -%}
{%- for relation in relations -%}
    {%- set place = "'" ~ folder ~ '/' ~ relation ~ ".parquet'" -%}
    {%- do run_query('insert overwrite directory ' ~ place ~ ' using parquet select * from ' ~ relation) -%}
{%- endfor -%}
{%- endmacro %}

{#-
  PostgreSQL: a role reads schema bi and nothing else, also after the next build, which makes the views anew. A view reads
  its tables with the rights of its owner.
-#}
{% macro grant_bi(role) -%}
{%- set schema = generate_schema_name('bi', none) -%}
{%- do run_query('create schema if not exists ' ~ schema) -%}
{%- do run_query('grant usage on schema ' ~ schema ~ ' to ' ~ role) -%}
{%- do run_query('grant select on all tables in schema ' ~ schema ~ ' to ' ~ role) -%}
{%- do run_query('alter default privileges in schema ' ~ schema ~ ' grant select on tables to ' ~ role) -%}
{%- endmacro %}

{#-
  Texts are put in order as their bytes are, as DuckDB and Spark do: which of two equal values comes first would depend on
  the language of a database.
-#}
{% macro require_order_of_bytes() -%}
{%- if execute and target.type == 'postgres' and not run_query("select 'B' < 'a' as is_of_bytes").rows[0][0] -%}
{{ exceptions.raise_compiler_error(
    'this database sorts text by the rules of a language\nhint: createdb --locale=C --encoding=UTF8 --template=template0'
) }}
{%- endif -%}
{%- endmacro %}

{#- PostgreSQL plans by what it knows of a table, and of a new one it knows nothing until it has looked at it. -#}
{% macro postgres__create_table_as(temporary, relation, sql) -%}
{{ dbt.postgres__create_table_as(temporary, relation, sql) }}
{% if not temporary %}analyze {{ relation }}{% endif %}
{%- endmacro %}

{#- As in scripts/minsheng/memory.py. -#}
{% macro limit_memory() -%}
{%- if execute and target.type == 'duckdb' and env_var('MINSHENG_MEMORY', '') -%}
set memory_limit = '{{ env_var('MINSHENG_MEMORY') }}'
{%- endif -%}
{%- endmacro %}
