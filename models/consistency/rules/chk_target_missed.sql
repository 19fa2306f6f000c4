-- A promise against the record that decides its verdict: of its year or later, of any where it is for each or kept.
with outcomes as (

    select * from {{ ref('int_target_outcomes') }}

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('targets', 'records') }},
        case
            when coalesce({{ meets_target('records.value_base', 'targets') }}, false) then 'pass'
            when targets.commitment_strength = 'basic' then 'not_applicable'
            else 'fail'
        end as status,
        targets.name_en || ': ' || targets.plan_id || ' promised ' || {{ describe_value('targets') }}
        || ', ' || {{ stated_in('records') }} || ' records ' || {{ describe_value('records') }}
        || case
            when targets.commitment_strength = 'basic' then '. By and large (基本) is not the figure itself.'
            else ', which falls short'
        end as explanation_en,
        targets.name_zh || '：' || targets.plan_id || '承诺' || {{ describe_value('targets') }}
        || '，' || {{ stated_in('records') }} || '记录' || {{ describe_value('records') }}
        || case
            when targets.commitment_strength = 'basic' then '。“基本”达到不按确数判断。' else '，未达到'
        end as explanation_zh
    from outcomes
    inner join comparable_values as targets
        on outcomes.value_id = targets.value_id
    inner join comparable_values as records
        on outcomes.outcome_value_id = records.value_id
    where
        targets.is_judged
        and (
            outcomes.outcome_year > targets.period_end_year
            or (
                outcomes.outcome_year = targets.period_end_year
                and coalesce(outcomes.outcome_month, 12) = 12
                and not outcomes.is_outcome_preliminary
            )
            or targets.is_each_year
            or targets.operator = 'maintain'
        )

),

final as (

    {{ rule_columns('target_missed') }}

)

select * from final
