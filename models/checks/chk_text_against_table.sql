-- A recorded text figure may be finer than the table's bound; a promise may not have two numbers.
with comparable_values as (

    select * from {{ ref('int_comparable_values') }}

),

pairs as (

    select
{{ check_pair(
    'text_against_table', 'texts', 'tables',
    "case
        when texts.value_base = tables.value_base then 'pass'
        when 'approx' in (texts.operator, tables.operator) then 'not_applicable'
        when texts.role_group = 'recorded' and " ~ intervals_meet('texts', 'tables') ~ " then 'pass'
        else 'fail'
    end",
    "texts.name_zh || ': the text says ' || " ~ told('texts') ~ " || ', the table ' || " ~ told('tables')
) }}
    from comparable_values as texts
    inner join comparable_values as tables
        on texts.plan_id = tables.plan_id
        and {{ same_subject('texts', 'tables') }}
        and texts.role_group = tables.role_group
    where texts.statement_kind = 'commitment'
        and not coalesce(texts.is_observation, false)
        and tables.statement_kind = 'indicator_table'

)

select * from pairs
