-- The same figure with other words. Full coverage and 保持 say of a figure what the bare figure says.
with pairs as (

    select * from {{ ref('int_statement_pairs') }}
    where agreement = 'same'

),

comparable_values as (

    select
        *,
        case when operator in ('maintain', 'full_coverage') then 'eq' else operator end as plain_operator,
        case
            when statement_kind = 'indicator_table' then 'the table'
            when section like '专栏%' then 'the box'
            else 'the text'
        end as place_en,
        case
            when statement_kind = 'indicator_table' then '表格'
            when section like '专栏%' then '专栏'
            else '正文'
        end as place_zh
    from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('texts', 'other_values') }},
        case when texts.plain_operator = other_values.plain_operator then 'pass' else 'fail' end as status,
        texts.name_en || ': ' || texts.place_en || ' says ' || {{ describe_value('texts') }}
        || ', ' || other_values.place_en || ' ' || {{ describe_value('other_values') }}
        || case
            when 'approx' in (texts.operator, other_values.operator) then '; about leaves room on both sides'
            when {{ has_other_end('texts', 'other_values') }} then '; only one of them lets the figure itself pass'
            else '; a bare figure is read as that bound'
        end as explanation_en,
        texts.name_zh || '：' || texts.place_zh || '为' || {{ describe_value('texts') }}
        || '，' || other_values.place_zh || '为' || {{ describe_value('other_values') }}
        || case
            when 'approx' in (texts.operator, other_values.operator) then '；“左右”上下均留余地'
            when {{ has_other_end('texts', 'other_values') }} then '；仅其中一处允许恰为该数'
            else '；确数按同一界限理解'
        end as explanation_zh
    from pairs
    inner join comparable_values as texts
        on pairs.text_value_id = texts.value_id
    inner join comparable_values as other_values
        on pairs.other_value_id = other_values.value_id

),

final as (

    {{ rule_columns('text_against_table_operator') }}

)

select * from final
