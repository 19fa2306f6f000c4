with investment_lines as (

    select * from {{ ref('stg_investment_lines') }}

),

amounts as (

    select * from {{ ref('int_amounts_pivoted') }}
    where statement_kind = 'investment'

),

final as (

    select
        investment_lines.plan_id,
        investment_lines.line_no,
        investment_lines.name,
        investment_lines.category,
        investment_lines.is_total,
        cast(amounts.project_count as integer) as project_count,
        amounts.total_investment as total_yuan,
        amounts.in_plan_investment as in_plan_yuan,
        amounts.total_investment_value_id as total_value_id,
        amounts.in_plan_investment_value_id as in_plan_value_id,
        amounts.project_count_value_id
    from investment_lines
    inner join amounts
        on investment_lines.plan_id = amounts.plan_id
        and investment_lines.line_no = amounts.table_row

)

select * from final
