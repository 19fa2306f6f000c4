-- Targets of a later plan for other years than the earlier plan's; those for the same year are chk_target_revised.
with pairs as (

    select * from {{ ref('int_target_revision_pairs') }}
    where relation != 'same_year'

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('later', 'earlier', 'pairs.later_aligned_base', 'pairs.earlier_aligned_base') }},
        case
            when pairs.is_weaker then 'fail'
            when not pairs.is_weaker then 'pass'
            else 'not_applicable'
        end as status,
        later.name_en || ': ' || later.plan_id || ' asks for ' || {{ describe_value('later') }}
        || case when later.is_each_year then ' each year' else '' end
        || case when pairs.is_weaker is null then ', ' else ', weaker than the ' end
        || case when pairs.is_weaker is null then earlier.plan_id || ' for ' else '' end
        || {{ describe_value('earlier') }}
        || case when pairs.is_weaker is null then '' else ' of ' || earlier.plan_id end
        || case
            when pairs.is_weaker is null then '; neither more nor less is better'
            when pairs.relation in ('sum_against_year', 'year_against_sum')
                then '; the sum counts by its yearly average'
            else ''
        end as explanation_en,
        later.name_zh || '：' || later.plan_id || case when later.is_each_year then '每年' else '' end || '的目标'
        || {{ describe_value('later') }}
        || case when pairs.is_weaker is null then '，对照' else '，弱于' end
        || earlier.plan_id || '的' || {{ describe_value('earlier') }}
        || case
            when pairs.is_weaker is null then '，指标无好坏方向'
            when pairs.relation in ('sum_against_year', 'year_against_sum') then '，累计数按年均计'
            else ''
        end as explanation_zh
    from pairs
    inner join comparable_values as later
        on pairs.later_value_id = later.value_id
    inner join comparable_values as earlier
        on pairs.earlier_value_id = earlier.value_id

),

final as (

    {{ rule_columns('later_target_weaker') }}

)

select * from final
