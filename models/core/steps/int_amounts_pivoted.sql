with plan_values as (

    select * from {{ ref('fct_plan_value') }}

),

amount_measures as (

    select * from {{ ref('stg_amount_measures') }}

),

amounts as (

    select
        plan_values.plan_id,
        plan_values.statement_kind,
        plan_values.table_row,
        plan_values.value_id,
        plan_values.value_base,
        amount_measures.amount_measure
    from plan_values
    inner join amount_measures
        on
            plan_values.plan_id = amount_measures.plan_id
            and plan_values.statement_kind = amount_measures.statement_kind
            and plan_values.table_column = amount_measures.table_column

),

pivoted as (

    select
        plan_id,
        statement_kind,
        table_row,
        max(case when amount_measure = 'total_investment' then value_base end) as total_yuan,
        max(case when amount_measure = 'total_investment' then value_id end) as total_value_id,
        max(case when amount_measure = 'in_plan_investment' then value_base end) as in_plan_yuan,
        max(case when amount_measure = 'in_plan_investment' then value_id end) as in_plan_value_id,
        cast(max(case when amount_measure = 'project_count' then value_base end) as integer) as project_count,
        max(case when amount_measure = 'project_count' then value_id end) as project_count_value_id
    from amounts
    group by plan_id, statement_kind, table_row

)

select * from pivoted
