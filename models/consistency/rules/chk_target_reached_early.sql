-- A target of a level against the latest value that a later plan records before its year.
with pairs as (

    select * from {{ ref('int_target_record_pairs') }}
    where
        timing = 'on_the_way'
        and nearness = 1

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('targets', 'records') }},
        case
            when coalesce({{ meets_target('records.value_base', 'targets') }}, false) then 'fail'
            else 'pass'
        end as status,
        targets.name_en || ': ' || targets.plan_id || ' promised ' || {{ describe_value('targets') }}
        || ', ' || {{ stated_in('records') }}
        || ' records already ' || {{ describe_value('records') }} as explanation_en,
        targets.name_zh || '：' || targets.plan_id || '承诺' || {{ describe_value('targets') }}
        || '，' || {{ stated_in('records') }} || '记录'
        || {{ describe_value('records') }} || '，已提前达到' as explanation_zh
    from pairs
    inner join comparable_values as targets
        on pairs.target_value_id = targets.value_id
    inner join comparable_values as records
        on pairs.record_value_id = records.value_id

),

final as (

    {{ rule_columns('target_reached_early') }}

)

select * from final
