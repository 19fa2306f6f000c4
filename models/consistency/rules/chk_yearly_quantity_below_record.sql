-- What is promised of a yearly quantity against the latest year that the same plan records before.
with pairs as (

    select * from {{ ref('int_flow_record_pairs') }}
    where relation = 'year_against_year'

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('targets', 'records', 'pairs.target_aligned_base', 'pairs.record_aligned_base') }},
        case
            when pairs.is_weaker then 'fail'
            when not pairs.is_weaker then 'pass'
            else 'not_applicable'
        end as status,
        targets.name_zh || ': the target ' || {{ describe_value('targets') }}
        || case when pairs.is_weaker is null then ' beside ' else ' asks for less than the year on record, ' end
        || {{ describe_value('records') }}
        || case when pairs.is_weaker is null then ': neither more nor less is better' else '' end as explanation_en,
        targets.name_zh || '：年度目标' || {{ describe_value('targets') }}
        || case when pairs.is_weaker is null then '，对照' else '低于已记录年度的' end
        || {{ describe_value('records') }}
        || case when pairs.is_weaker is null then '，指标无好坏方向' else '' end as explanation_zh
    from pairs
    inner join comparable_values as targets
        on pairs.target_value_id = targets.value_id
    inner join comparable_values as records
        on pairs.record_value_id = records.value_id

),

final as (

    {{ rule_columns('yearly_quantity_below_record') }}

)

select * from final
