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
            when targets.operator = 'maintain' or targets.direction = 'neutral' then 'not_applicable'
            when targets.direction = 'higher_better' and records.value_base = records.ceiling_base then 'not_applicable'
            when targets.direction = 'lower_better' and records.value_base = records.floor_base then 'not_applicable'
            when targets.value_base != records.value_base then 'pass'
            when {{ meets_target('records.value_base', 'targets') }} then 'fail'
            else 'pass'
        end as status,
        targets.name_zh || ': the target ' || {{ describe_value('targets') }}
        || ' was already met at the start, ' || {{ describe_value('records') }}
        || case
            when targets.operator = 'maintain' then '. It only asks to keep what is.'
            when records.value_base in (records.floor_base, records.ceiling_base)
                then '. There is nothing more to ask for.'
            else ''
        end as explanation
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
