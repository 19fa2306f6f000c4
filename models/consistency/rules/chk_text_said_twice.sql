with pairs as (

    select * from {{ ref('int_statement_pairs') }}
    where other_statement_kind = 'commitment'

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('first_said', 'said_again') }},
        case pairs.agreement
            when 'contradictory' then 'fail'
            when 'approximate' then 'not_applicable'
            else 'pass'
        end as status,
        first_said.name_zh || ': said twice, ' || {{ describe_value('first_said') }}
        || ' and ' || {{ describe_value('said_again') }}
        || case
            when pairs.agreement = 'approximate' then '. A figure given as about contradicts none near it.' else ''
        end as explanation_en,
        first_said.name_zh || '：前为' || {{ describe_value('first_said') }} || '，后为'
        || {{ describe_value('said_again') }}
        || case pairs.agreement when 'approximate' then '。约数不构成矛盾。' else '' end as explanation_zh
    from pairs
    inner join comparable_values as first_said
        on pairs.text_value_id = first_said.value_id
    inner join comparable_values as said_again
        on pairs.other_value_id = said_again.value_id

),

final as (

    {{ rule_columns('text_said_twice') }}

)

select * from final
