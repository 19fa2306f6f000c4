-- Rows of a table are numbered without a gap, and each has a cell in every column.
with cells as (

    select distinct
        plan_id,
        section,
        statement_kind,
        table_row,
        table_column
    from {{ ref('fct_plan_value') }}
    where table_row is not null
        and statement_kind in ('indicator_table', 'investment')
        and coalesce(origin, 'plan') = 'plan'

    union

    -- Of a project table the columns of amounts: what is built differs from project to project.
    select
        plan_values.plan_id,
        plan_values.section,
        plan_values.statement_kind,
        plan_values.table_row,
        plan_values.table_column
    from {{ ref('fct_plan_value') }} as plan_values
    inner join {{ ref('stg_amount_measures') }} as amount_measures
        on plan_values.plan_id = amount_measures.plan_id
        and plan_values.statement_kind = amount_measures.statement_kind
        and plan_values.table_column = amount_measures.table_column

),

tables as (

    select
        plan_id,
        section,
        count(*) as cell_count,
        count(distinct table_row) as row_count,
        count(distinct table_column) as column_count,
        min(table_row) as first_row,
        max(table_row) as last_row
    from cells
    group by plan_id, section

),

judged as (

    select
{{ check_columns(
    'table_incomplete',
    "case when first_row = 1 and last_row = row_count and cell_count = row_count * column_count then 'pass' else 'fail' end",
    "section || ': ' || cast(cell_count as varchar) || ' cells in ' || cast(row_count as varchar) || ' rows (numbered ' || cast(first_row as varchar) || ' to ' || cast(last_row as varchar) || ') and ' || cast(column_count as varchar) || ' columns'",
    'plan_id', "plan_id || ':' || section", left_value='cell_count', right_value='row_count * column_count'
) }}
    from tables

)

select * from judged
