{#-
  Tables and views are made in one statement. What the adapter does besides, a name for the meantime, two renames and
  comments for each, costs more than the SQL of a small model. Hooks of single models are not run: there are none.
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


{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none) -%}
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
  The key of a contract is an index only in dimensions. Of a fact the index would cost as much time and room as the rows, and
  has to fit in memory; that no two of its rows have one key is tested instead.
-#}
{% macro duckdb__get_table_columns_and_constraints() -%}
{%- if not model['name'].startswith('dim_') -%}
    {%- for column in model['columns'].values() -%}
        {%- do column.update({'constraints': column['constraints'] | rejectattr('type', 'equalto', 'primary_key') | list}) -%}
    {%- endfor -%}
    {%- do model.update({'constraints': []}) -%}
{%- endif -%}
{{ table_columns_and_constraints() }}
{%- endmacro %}


{#-
  What a file says of its published relations, in one statement at the end: a comment on each and on each of its columns,
  and a table of their keys.
-#}
{% macro describe_relations(results) -%}
{%- if execute and target.type == 'duckdb' -%}
create schema if not exists meta;
create or replace table meta.meta_key (table_name varchar not null, column_names varchar[] not null);
comment on table meta.meta_key is 'One row per table of this file: the columns that tell its rows apart.';
comment on column meta.meta_key.table_name is 'The table.';
comment on column meta.meta_key.column_names is 'Its key.';
{%- for node in graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') %}
    {%- set key = key_of(node) | trim %}
    {%- if key and node.database != 'steps' %}
insert into meta.meta_key values ('{{ node.name }}', [{{ key }}]);
    {%- endif %}
{%- endfor %}
{%- for result in results if result.status == 'success' and result.node.resource_type == 'model' and result.node.database != 'steps' %}
    {%- set node = result.node %}
    {%- set relation = node.schema ~ '.' ~ node.alias %}
comment on {{ node.config.materialized }} {{ relation }} is {{ duckdb_escape_comment(node.description) }};
    {%- for column in node.columns.values() %}
comment on column {{ relation }}.{{ column.name }} is {{ duckdb_escape_comment(column.description) }};
    {%- endfor %}
{%- endfor %}
{%- endif -%}
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
