with pairs as (

    select * from {{ ref('int_statement_pairs') }}
    where other_statement_kind = 'commitment'

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('first_texts', 'other_texts') }},
        case pairs.agreement
            when 'contradictory' then 'fail'
            when 'approximate' then 'not_applicable'
            else 'pass'
        end as status,
        first_texts.name_en || ': given twice, ' || {{ describe_value('first_texts') }}
        || ' and ' || {{ describe_value('other_texts') }}
        || case
            when pairs.agreement = 'approximate' then '. A figure given as about contradicts none near it.' else ''
        end as explanation_en,
        first_texts.name_zh || '：前为' || {{ describe_value('first_texts') }} || '，后为'
        || {{ describe_value('other_texts') }}
        || case pairs.agreement when 'approximate' then '。约数不构成矛盾。' else '' end as explanation_zh
    from pairs
    inner join comparable_values as first_texts
        on pairs.text_value_id = first_texts.value_id
    inner join comparable_values as other_texts
        on pairs.other_value_id = other_texts.value_id

),

final as (

    {{ rule_columns('text_against_text') }}

)

select * from final
