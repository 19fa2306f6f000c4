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
        and {{ same_subject('texts', 'tables') }}
        and texts.role_group = tables.role_group
        and texts.value_base = tables.value_base
    where texts.statement_kind = 'commitment'
        and not coalesce(texts.is_observation, false)
        and tables.statement_kind = 'indicator_table'

)

select * from pairs
