{#- What `minsheng load`, `compare-engines` and `fetch` ask Spark for; PostgreSQL they reach themselves. -#}

{#- Source tables from the accepted rows, a folder of Parquet files for each. -#}
{% macro load_inputs(folder, tables) -%}
{%- do run_query('create schema if not exists inputs') -%}
{%- for table in tables -%}
    {%- do run_query('drop table if exists inputs.' ~ table) -%}
    {%- set rows = 'parquet.`' ~ folder ~ '/' ~ table ~ '/*.parquet`' -%}
    {%- do run_query('create table inputs.' ~ table ~ ' using parquet as select * from ' ~ rows) -%}
{%- endfor -%}
{%- endmacro %}

{#- Relations as folders of Parquet files, `<schema>.<name>.parquet`. -#}
{% macro write_relations(folder, relations) -%}
{%- for relation in relations -%}
    {%- set place = "'" ~ folder ~ '/' ~ relation ~ ".parquet'" -%}
    {%- do run_query('insert overwrite directory ' ~ place ~ ' using parquet select * from ' ~ relation) -%}
{%- endfor -%}
{%- endmacro %}
