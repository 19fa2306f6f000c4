-- The yearly average of a promised sum against the latest figure of one year that is on record before the period.
with pairs as (

    select * from {{ ref('int_flow_record_pairs') }}
    where relation = 'sum_against_year'

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
        targets.name_zh || ': the sum ' || {{ describe_value('targets') }}
        || case when pairs.is_weaker is null then ' beside ' else ' is less per year than the year on record, ' end
        || {{ describe_value('records') }}
        || case when pairs.is_weaker is null then ': neither more nor less is better' else '' end as explanation_en,
        targets.name_zh || '：累计目标' || {{ describe_value('targets') }}
        || case when pairs.is_weaker is null then '，对照' else '年均低于已记录年度的' end
        || {{ describe_value('records') }}
        || case when pairs.is_weaker is null then '，指标无好坏方向' else '' end as explanation_zh
    from pairs
    inner join comparable_values as targets
        on pairs.target_value_id = targets.value_id
    inner join comparable_values as records
        on pairs.record_value_id = records.value_id

),

final as (

    {{ rule_columns('sum_against_yearly_figures') }}

)

select * from final
