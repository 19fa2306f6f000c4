with pairs as (

    select * from {{ ref('int_statement_pairs') }}
    where other_statement_kind = 'indicator_table'
        and agreement = 'same'

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('texts', 'tables') }},
        case when texts.operator = tables.operator then 'pass' else 'fail' end as status,
        texts.name_zh
        || ': same figure, other operator: the text says ' || {{ describe_value('texts') }}
        || ', the table ' || {{ describe_value('tables') }} as explanation
    from pairs
    inner join comparable_values as texts
        on pairs.text_value_id = texts.value_id
    inner join comparable_values as tables
        on pairs.other_value_id = tables.value_id

),

final as (

    {{ rule_columns('text_against_table_operator') }}

)

select * from final
