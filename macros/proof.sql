{#-
  What a database says of itself, so that `minsheng publish` can take it over (scripts/minsheng/warehouse/adoption.py), from
  another engine by way of `minsheng fetch` (scripts/minsheng/engines/proof.py): how each model and data test last ended in
  it, of which SQL and of which rows. What runs is forgotten first, so that an interrupted run proves nothing. The build's
  own target needs no proof.
-#}
{% macro begin_proof() -%}
{%- if is_proved() -%}
{%- set meta = generate_schema_name('meta') -%}
{{ in_turn([
    'create schema if not exists ' ~ meta,
    'create table if not exists ' ~ meta ~ '.dbt_result as ' ~ no_results(),
    adapter.dispatch('forget', 'minsheng')(meta ~ '.dbt_result', selected_resources),
    'drop table if exists ' ~ meta ~ '.dbt_run',
    'create table ' ~ meta ~ '.dbt_run as ' ~ this_run(),
]) }}
{%- endif -%}
{%- endmacro %}

{% macro end_proof(results) -%}
{%- if is_proved() -%}
{%- set rows = [] -%}
{%- for result in results if result.node.resource_type in ('model', 'test') -%}
    {%- set node = result.node -%}
    {#- A step names the catalog of a mart, which is called after its file. -#}
    {%- set text = [node.compiled_code | replace('"' ~ target.database ~ '".', ''), node.description] -%}
    {%- for column in node.columns.values() -%}
        {%- do text.append(column.name ~ ' ' ~ column.data_type ~ ' ' ~ column.description) -%}
    {%- endfor -%}
    {%- set ran = result.timing | selectattr('name', 'equalto', 'execute') | first -%}
    {#- What a warning says is warned of again; how an error reads is dbt's to tell. -#}
    {%- set message = (result.message or '') | replace("'", "''") if result.status == 'warn' -%}
    {%- do rows.append("('%s', '%s', '%s', '%s', %s, %s)" % (
        node.unique_id, result.status, message or '', local_md5(text | join('')),
        moment(ran.started_at) if ran else 'cast(null as timestamp)',
        moment(ran.completed_at) if ran else 'cast(null as timestamp)'
    )) -%}
{%- endfor -%}
{%- if rows -%}
{%- set meta = generate_schema_name('meta') -%}
{{ in_turn([
    'insert into ' ~ meta ~ '.dbt_result select node, status, message, code, case when run.inputs = ('
    ~ inputs_digest() ~ ') then run.inputs end, started_at, ended_at from (values ' ~ rows | join(',\n')
    ~ ') as ended (node, status, message, code, started_at, ended_at) cross join ' ~ meta ~ '.dbt_run as run'
]) }}
{%- endif -%}
{%- endif -%}
{%- endmacro %}

{% macro is_proved() -%}
{{ return(execute and target.name != 'release' and project_name == 'minsheng') }}
{%- endmacro %}

{% macro moment(given) -%}
timestamp '{{ given.strftime('%Y-%m-%d %H:%M:%S.%f') }}'
{%- endmacro %}

{% macro no_results() -%}
select
    {{ no_text() }} as node,
    {{ no_text() }} as status,
    {{ no_text() }} as message,
    {{ no_text() }} as code,
    {{ no_text() }} as inputs,
    cast(null as timestamp) as started_at,
    cast(null as timestamp) as ended_at
limit 0
{%- endmacro %}

{% macro this_run() -%}
select
    {{ as_text("'" ~ env_var('MINSHENG_INPUTS', 'data/inputs') | replace("'", "''") ~ "'") }} as folder,
    ({{ inputs_digest() }}) as inputs
{%- endmacro %}

{#- Statements of a hook. Spark takes one at a time. -#}
{% macro in_turn(statements) -%}
{{ adapter.dispatch('in_turn', 'minsheng')(statements) }}
{%- endmacro %}

{% macro default__in_turn(statements) -%}
{{ statements | join(';\n') }}
{%- endmacro %}

{% macro spark__in_turn(statements) -%}
{%- for statement in statements -%}{%- do run_query(statement) -%}{%- endfor -%}
{%- endmacro %}

{% macro default__forget(results, nodes) -%}
delete from {{ results }} where node in ('{{ nodes | join("', '") }}')
{%- endmacro %}

{#- Spark deletes nothing from Parquet: the last row of a node counts. -#}
{% macro spark__forget(results, nodes) -%}
insert into {{ results }} values
{%- for node in nodes %}
('{{ node }}', 'running', '', null, null, {{ moment(run_started_at) }}, null){{ ',' if not loop.last }}
{%- else %}
('', 'running', '', null, null, {{ moment(run_started_at) }}, null)
{%- endfor %}
{%- endmacro %}

{#- One text for all accepted rows, whatever their order; other engines are told it with the rows (`minsheng load`). -#}
{% macro inputs_digest() -%}
{{ adapter.dispatch('inputs_digest', 'minsheng')() }}
{%- endmacro %}

{% macro default__inputs_digest() -%}
select digest from inputs.loaded
{%- endmacro %}

{% macro duckdb__inputs_digest() -%}
select md5(string_agg(concat_ws(' ', kind, n, h), ',' order by kind)) from (
{%- for node in graph.sources.values() if node.source_name == 'inputs' %}
    {{ 'union all ' if not loop.first }}select '{{ node.name }}' as kind, count(*) as n, bit_xor(hash(t)) as h from {{ source('inputs', node.name) }} as t
{%- endfor %}
)
{%- endmacro %}
