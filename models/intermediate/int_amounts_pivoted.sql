with plan_values as (

    select * from {{ ref('fct_plan_value') }}

),

amount_measures as (

    select * from {{ ref('stg_amount_measures') }}

),

pivoted as (

    select
        plan_values.plan_id,
        plan_values.statement_kind,
        plan_values.table_row,
        {%- for measure in ['total_investment', 'in_plan_investment', 'project_count'] %}
        max(case when amount_measures.measure = '{{ measure }}' then plan_values.value_base end) as {{ measure }},
        max(case when amount_measures.measure = '{{ measure }}' then plan_values.value_id end) as {{ measure }}_value_id
        {{- ',' if not loop.last }}
        {%- endfor %}
    from plan_values
    inner join amount_measures
        on plan_values.plan_id = amount_measures.plan_id
        and plan_values.statement_kind = amount_measures.statement_kind
        and plan_values.table_column = amount_measures.table_column
    group by plan_values.plan_id, plan_values.statement_kind, plan_values.table_row

)

select * from pivoted
