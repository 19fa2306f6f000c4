-- Against the strongest value of the latest year that the same plan records before the target's year.
with pairs as (

    select * from {{ ref('int_target_own_record_pairs') }}

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('targets', 'records') }},
        case
            when pairs.is_weaker then 'fail'
            when not pairs.is_weaker then 'pass'
            else 'not_applicable'
        end as status,
        targets.name_zh || ': the target ' || {{ describe_value('targets') }}
        || case when pairs.is_weaker is null then ' beside ' else ' is weaker than what the plan itself records, ' end
        || {{ describe_value('records') }}
        || case when pairs.is_weaker is null then ': neither more nor less is better' else '' end as explanation_en,
        targets.name_zh || '：目标' || {{ describe_value('targets') }}
        || case when pairs.is_weaker is null then '，对照' else '弱于本规划所记录的' end
        || {{ describe_value('records') }}
        || case when pairs.is_weaker is null then '，指标无好坏方向' else '' end as explanation_zh
    from pairs
    inner join comparable_values as targets
        on pairs.target_value_id = targets.value_id
    inner join comparable_values as records
        on pairs.record_value_id = records.value_id

),

final as (

    {{ rule_columns('target_weaker_than_record') }}

)

select * from final
