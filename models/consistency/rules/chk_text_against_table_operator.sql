with pairs as (

    select * from {{ ref('int_statement_pairs') }}
    where
        other_statement_kind = 'indicator_table'
        and agreement = 'same'

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('texts', 'cells') }},
        case when texts.operator = cells.operator then 'pass' else 'fail' end as status,
        texts.name_zh
        || ': same figure, other operator: the text says ' || {{ describe_value('texts') }}
        || ', the table ' || {{ describe_value('cells') }} as explanation
    from pairs
    inner join comparable_values as texts
        on pairs.text_value_id = texts.value_id
    inner join comparable_values as cells
        on pairs.other_value_id = cells.value_id

),

final as (

    {{ rule_columns('text_against_table_operator') }}

)

select * from final
