-- A recorded text figure may be finer than the table's bound; a promise may not have two numbers.
with pairs as (

    select * from {{ ref('int_statement_pairs') }}
    where other_statement_kind = 'indicator_table'

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('texts', 'cells') }},
        case pairs.agreement
            when 'contradictory' then 'fail'
            when 'approximate' then 'not_applicable'
            else 'pass'
        end as status,
        texts.name_en || ': the text says ' || {{ describe_value('texts') }}
        || ', the table ' || {{ describe_value('cells') }}
        || case
            when pairs.agreement = 'approximate' then '. A figure given as about contradicts none near it.' else ''
        end as explanation_en,
        texts.name_zh || '：正文为' || {{ describe_value('texts') }} || '，表格为' || {{ describe_value('cells') }}
        || case pairs.agreement when 'approximate' then '。约数不构成矛盾。' else '' end as explanation_zh
    from pairs
    inner join comparable_values as texts
        on pairs.text_value_id = texts.value_id
    inner join comparable_values as cells
        on pairs.other_value_id = cells.value_id

),

final as (

    {{ rule_columns('text_against_table') }}

)

select * from final
