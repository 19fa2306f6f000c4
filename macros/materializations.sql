{#-
  Tables and views are made in one statement. What the adapter does besides, a name for the meantime, two renames and
  comments for each, costs more than the SQL of a small model. Hooks of single tables and views are not run: there are none.
-#}

{% materialization table, adapter='duckdb' %}
    {%- set relation = this.incorporate(type='table') -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing is not none and not existing.is_table -%}
        {% do adapter.drop_relation(existing) %}
    {%- endif -%}
    {% call statement('main') -%}
        {{ create_table_as(false, relation, compiled_code) }}
    {%- endcall %}
    {{ adapter.commit() }}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {%- set relation = this.incorporate(type='view') -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- if existing is not none and not existing.is_view -%}
        {% do adapter.drop_relation(existing) %}
    {%- endif -%}
    {% call statement('main') -%}
        {{ create_view_as(relation, sql) }}
    {%- endcall %}
    {{ adapter.commit() }}
    {{ return({'relations': [relation]}) }}
{% endmaterialization %}


{% macro duckdb__create_table_as(
    temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none
) -%}
{%- if config.get('contract').enforced and not temporary -%}
{{ get_assert_columns_equivalent(compiled_code) }}
create or replace table {{ relation }} {{ get_table_columns_and_constraints() }};
insert into {{ relation }} {{ get_column_names() }} ({{ get_select_subquery(compiled_code) }});
{%- else -%}
create or replace {{ 'temporary' if temporary }} table {{ relation.include(database=not temporary, schema=not temporary) }} as (
{{ compiled_code }}
);
{%- endif -%}
{%- endmacro %}

{% macro duckdb__create_view_as(relation, sql) -%}
{%- if config.get('contract').enforced -%}
{{ get_assert_columns_equivalent(sql) }}
{%- endif -%}
create or replace view {{ relation }} as (
{{ sql }}
);
{%- endmacro %}


{#-
  The key of a contract becomes an index only where no test proves it. The index of a large table takes as much time and room
  as its rows, and has to fit in memory.
-#}
{% macro duckdb__get_table_columns_and_constraints() -%}
{%- set tests = graph.nodes.values() | selectattr('resource_type', 'equalto', 'test')
    | selectattr('attached_node', 'equalto', model['unique_id']) -%}
{%- if tests | selectattr('test_metadata.name', 'in', ['is_key', 'is_unique_by']) | list -%}
    {%- for column in model['columns'].values() -%}
        {%- do column.update({
            'constraints': column['constraints'] | rejectattr('type', 'equalto', 'primary_key') | list
        }) -%}
    {%- endfor -%}
    {%- do model.update({'constraints': model['constraints'] | rejectattr('type', 'equalto', 'primary_key') | list}) -%}
{%- endif -%}
{{ table_columns_and_constraints() }}
{%- endmacro %}


{#-
  What the published relations are and what their columns hold, as comments in one statement at the end, and their keys as
  a table. Steps are described where they are kept.
-#}
{% macro describe_published(results) -%}
{%- if execute and target.type == 'duckdb' -%}
{%- set meta = generate_schema_name('meta') -%}
create schema if not exists {{ meta }};
create or replace table {{ meta }}.meta_key (table_name varchar not null, column_names varchar[] not null);
comment on table {{ meta }}.meta_key is
    'One row per table of this file: the columns that tell its rows apart. ｜ 每行为该文件的一张表：用以区分各行的列。';
comment on column {{ meta }}.meta_key.table_name is
    'The table. ｜ 表名。';
comment on column {{ meta }}.meta_key.column_names is
    'Its key. ｜ 其主键各列。';
{%- for node in graph.nodes.values() if node.resource_type == 'model'
    and node.package_name == 'minsheng' and node.database != 'steps' and key_of(node) | trim %}
insert into {{ meta }}.meta_key values ('{{ node.name }}', [{{ key_of(node) | trim }}]);
{%- endfor %}
{{ comments(results | rejectattr('node.database', 'equalto', 'steps')) }}
{%- endif -%}
{%- endmacro %}

{% macro describe_steps(results) -%}
{%- if execute and target.type == 'duckdb' and env_var('MINSHENG_STEPS', 'kept') != ':memory:' -%}
{{ comments(results | selectattr('node.database', 'equalto', 'steps')) }}
{%- endif -%}
{%- endmacro %}

{% macro comments(results) -%}
{%- for result in results if result.status == 'success' and result.node.resource_type == 'model'
    and result.node.package_name == 'minsheng' %}
    {%- set node = result.node %}
comment on {{ 'view' if node.config.materialized == 'view' else 'table' }} "{{ node.database }}".{{ node.schema }}.{{ node.alias }} is {{ duckdb_escape_comment(node.description) }};
    {%- for column in node.columns.values() %}
comment on column "{{ node.database }}".{{ node.schema }}.{{ node.alias }}.{{ column.name }} is {{ duckdb_escape_comment(column.description) }};
    {%- endfor %}
{%- endfor %}
{%- endmacro %}

{#- The columns of the primary key in a contract, quoted and separated by commas; empty where it has none. -#}
{% macro key_of(node) -%}
{%- for constraint in node.constraints if constraint.type == 'primary_key' -%}
'{{ constraint.columns | join("', '") }}'
{%- endfor -%}
{%- for column in node.columns.values() if column.constraints | selectattr('type', 'equalto', 'primary_key') | list -%}
'{{ column.name }}'
{%- endfor -%}
{%- endmacro %}
