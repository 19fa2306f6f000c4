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
        amounts.project_count,
        amounts.total_yuan,
        amounts.in_plan_yuan,
        amounts.total_value_id,
        amounts.in_plan_value_id,
        amounts.project_count_value_id
    from investment_lines
    inner join amounts
        on
            investment_lines.plan_id = amounts.plan_id
            and investment_lines.line_no = amounts.table_row

)

select * from final
