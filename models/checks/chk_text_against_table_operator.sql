with comparable_values as (

    select * from {{ ref('int_comparable_values') }}

),

pairs as (

    select
{{ check_pair(
    'text_against_table_operator', 'texts', 'tables',
    "case when texts.operator = tables.operator then 'pass' else 'fail' end",
    "texts.name_zh || ': same figure, other operator: the text says ' || " ~ told('texts') ~ " || ', the table ' || " ~ told('tables')
) }}
    from comparable_values as texts
    inner join comparable_values as tables
        on texts.plan_id = tables.plan_id
        and texts.indicator_code = tables.indicator_code
        and texts.region_code = tables.region_code
        and texts.period_start_year = tables.period_start_year
        and texts.period_end_year = tables.period_end_year
        and texts.role_group = tables.role_group
        and texts.value_base = tables.value_base
    where texts.statement_kind = 'commitment'
        and tables.statement_kind = 'indicator_table'

)

select * from pairs
