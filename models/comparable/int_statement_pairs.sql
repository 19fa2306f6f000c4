with statements as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and not is_observation

),

pairs as (

    select
        texts.value_id as text_value_id,
        others.value_id as other_value_id,
        others.statement_kind as other_statement_kind,
        case
            when texts.value_base = others.value_base then 'same'
            when 'approx' in (texts.operator, others.operator) then 'approximate'
            when texts.role_group = 'recorded' and {{ intervals_meet('texts', 'others') }} then 'compatible'
            else 'contradictory'
        end as agreement
    from statements as texts
    inner join statements as others
        on
            texts.plan_id = others.plan_id
            and {{ same_subject('texts', 'others') }}
            and texts.role_group = others.role_group
    where
        texts.statement_kind = 'commitment'
        and (others.statement_kind = 'indicator_table' or texts.char_start < others.char_start)

)

select * from pairs
