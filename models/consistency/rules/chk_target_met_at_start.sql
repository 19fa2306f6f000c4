with pairs as (

    select * from {{ ref('int_target_record_pairs') }}
    where
        timing = 'at_start'
        and nearness = 1

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('targets', 'records') }},
        case
            when targets.value_base != records.value_base then 'pass'
            when not {{ meets_target('records.value_base', 'targets') }} then 'pass'
            when targets.operator = 'maintain' or targets.direction = 'neutral' then 'not_applicable'
            when {{ is_at_limit('records') }} then 'not_applicable'
            else 'fail'
        end as status,
        targets.name_en || ': the target ' || {{ describe_value('targets') }}
        || ' was already met at the start, ' || {{ describe_value('records') }}
        || case
            when targets.operator = 'maintain' then '. It asks to keep what is.'
            when targets.direction = 'neutral' then '. Neither more nor less is better.'
            when {{ is_at_limit('records') }} then '. The record is the limit: there is nothing more to ask for.'
            else ''
        end as explanation_en,
        targets.name_zh || '：目标' || {{ describe_value('targets') }} || '在起点已达到，记录为'
        || {{ describe_value('records') }}
        || case
            when targets.operator = 'maintain' then '。目标要求保持现状。'
            when targets.direction = 'neutral' then '。指标无好坏方向。'
            when {{ is_at_limit('records') }} then '。记录已达极限，无可再提高。'
            else ''
        end as explanation_zh
    from pairs
    inner join comparable_values as targets
        on pairs.target_value_id = targets.value_id
    inner join comparable_values as records
        on pairs.record_value_id = records.value_id

),

final as (

    {{ rule_columns('target_met_at_start') }}

)

select * from final
