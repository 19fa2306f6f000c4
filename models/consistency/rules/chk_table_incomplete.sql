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
        {{ no_text() }} as left_value_id,
        {{ no_text() }} as right_value_id,
        cell_count as left_value,
        row_count * column_count as right_value,
        case
            when first_row = 1 and last_row = row_count and cell_count = row_count * column_count then 'pass'
            else 'fail'
        end as status,
        section || ': ' || {{ as_text('cell_count') }} || ' cells in ' || {{ as_text('row_count') }}
        || ' rows (numbered ' || {{ as_text('first_row') }} || ' to ' || {{ as_text('last_row') }} || ') and '
        || {{ as_text('column_count') }} || ' columns' as explanation_en,
        section || '：' || {{ as_text('row_count') }} || '行（编号' || {{ as_text('first_row') }} || '至'
        || {{ as_text('last_row') }} || '）、' || {{ as_text('column_count') }} || '列，共'
        || {{ as_text('cell_count') }} || '格' as explanation_zh
    from tables

),

final as (

    {{ rule_columns('table_incomplete', has_indicator=false) }}

)

select * from final
