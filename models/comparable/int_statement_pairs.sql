with statements as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and not is_observation

),

pairs as (

    select
        texts.value_id as text_value_id,
        other_statements.value_id as other_value_id,
        other_statements.statement_kind as other_statement_kind,
        case
            when texts.value_base = other_statements.value_base then 'same'
            when 'approx' in (texts.operator, other_statements.operator) then 'approximate'
            when texts.role_group = 'recorded' and {{ intervals_meet('texts', 'other_statements') }} then 'compatible'
            else 'contradictory'
        end as agreement
    from statements as texts
    inner join statements as other_statements
        on
            texts.plan_id = other_statements.plan_id
            and (
                {{ same_subject('texts', 'other_statements') | indent(8) }}
                -- What is promised for each year of a span meets each year of a table.
                or texts.indicator_code = other_statements.indicator_code
                and texts.region_code = other_statements.region_code
                and texts.is_each_year
                and other_statements.period_start_year = other_statements.period_end_year
                and other_statements.period_end_year between texts.period_start_year and texts.period_end_year
            )
            and texts.role_group = other_statements.role_group
    where
        texts.statement_kind = 'commitment'
        and (other_statements.statement_kind = 'indicator_table' or texts.char_start < other_statements.char_start)

)

select * from pairs
