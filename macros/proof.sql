{#-
  What a file says of itself, so that `minsheng publish` can take it over (scripts/minsheng/warehouse/adoption.py): how each
  model and data test last ended in it, of which SQL and of which rows. What runs is forgotten first, so that an interrupted
  run proves nothing. The build's own target needs no proof.
-#}
{% macro begin_proof() -%}
{%- if execute and target.type == 'duckdb' and target.name != 'release' and project_name == 'minsheng' -%}
{%- set meta = generate_schema_name('meta') -%}
create schema if not exists {{ meta }};
create table if not exists {{ meta }}.dbt_result (
    node varchar primary key, status varchar not null, message varchar not null, code varchar, inputs varchar,
    started_at timestamp, ended_at timestamp
);
delete from {{ meta }}.dbt_result where node in ('{{ selected_resources | join("', '") }}');
create or replace table {{ meta }}.dbt_run as
select '{{ env_var('MINSHENG_INPUTS', 'data/inputs') | replace("'", "''") }}' as folder, ({{ inputs_digest() }}) as inputs;
{%- endif -%}
{%- endmacro %}

{% macro end_proof(results) -%}
{%- if execute and target.type == 'duckdb' and target.name != 'release' and project_name == 'minsheng' -%}
{%- set meta = generate_schema_name('meta') -%}
{%- set rows = [] -%}
{%- for result in results if result.node.resource_type in ('model', 'test') -%}
    {%- set node = result.node -%}
    {#- A step names the catalog of a mart, which is called after its file. -#}
    {%- set text = [node.compiled_code | replace('"' ~ target.database ~ '".', ''), node.description] -%}
    {%- for column in node.columns.values() -%}
        {%- do text.append(column.name ~ ' ' ~ column.data_type ~ ' ' ~ column.description) -%}
    {%- endfor -%}
    {%- set ran = result.timing | selectattr('name', 'equalto', 'execute') | first -%}
    {%- do rows.append("('%s', '%s', '%s', '%s', %s, %s)" % (
        node.unique_id, result.status, (result.message or '') | replace("'", "''"), local_md5(text | join('')),
        "timestamp '" ~ ran.started_at ~ "'" if ran else 'null',
        "timestamp '" ~ ran.completed_at ~ "'" if ran else 'null'
    )) -%}
{%- endfor -%}
{%- if rows -%}
insert or replace into {{ meta }}.dbt_result
select node, status, message, code, case when run.inputs = ({{ inputs_digest() }}) then run.inputs end, started_at, ended_at
from (values {{ rows | join(',\n') }}) as ended (node, status, message, code, started_at, ended_at), {{ meta }}.dbt_run as run;
{%- endif -%}
{%- endif -%}
{%- endmacro %}

{#- One text for all accepted rows, whatever their order. -#}
{% macro inputs_digest() -%}
select md5(string_agg(concat_ws(' ', kind, n, h), ',' order by kind)) from (
{%- for node in graph.sources.values() if node.source_name == 'inputs' %}
    {{ 'union all ' if not loop.first }}select '{{ node.name }}' as kind, count(*) as n, bit_xor(hash(t)) as h from {{ source('inputs', node.name) }} as t
{%- endfor %}
)
{%- endmacro %}
