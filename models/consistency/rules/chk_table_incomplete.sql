-- Rows of a table are numbered without a gap, and each has a cell in every column.
with plan_values as (

    select * from {{ ref('fct_plan_value') }}
    where
        table_row is not null
        and origin = 'plan'

),

projects as (

    select * from {{ ref('fct_project') }}

),

-- Of a project table the columns of amounts: what is built differs from project to project.
project_amounts as (

    select total_value_id as value_id from projects
    union all
    select in_plan_value_id as value_id from projects

),

cells as (

    select distinct
        plan_values.plan_id,
        plan_values.section,
        plan_values.table_row,
        coalesce(plan_values.table_column, '') as table_column
    from plan_values
    left join project_amounts
        on plan_values.value_id = project_amounts.value_id
    where
        plan_values.statement_kind in ('indicator_table', 'investment')
        or project_amounts.value_id is not null

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
        plan_id || ':' || section as subject,
        plan_id,
        cast(null as varchar) as left_value_id,
        cast(null as varchar) as right_value_id,
        cell_count as left_value,
        row_count * column_count as right_value,
        case
            when first_row = 1 and last_row = row_count and cell_count = row_count * column_count then 'pass'
            else 'fail'
        end as status,
        section || ': ' || cast(cell_count as varchar) || ' cells in ' || cast(row_count as varchar)
        || ' rows (numbered ' || cast(first_row as varchar) || ' to ' || cast(last_row as varchar) || ') and '
        || cast(column_count as varchar) || ' columns' as explanation_en,
        section || '：' || cast(row_count as varchar) || '行（编号' || cast(first_row as varchar) || '至'
        || cast(last_row as varchar) || '）、' || cast(column_count as varchar) || '列，共'
        || cast(cell_count as varchar) || '格' as explanation_zh
    from tables

),

final as (

    {{ rule_columns('table_incomplete', has_indicator=false) }}

)

select * from final
