with best_values as (

    select * from {{ ref('int_comparable_values') }}
    where rank_in_plan = 1
        and shape not in ('flow', 'stock')
        and period_start_year = period_end_year

),

pairs as (

    select
        targets.value_id as target_id,
        records.value_id as record_id,
        row_number() over (partition by targets.value_id order by records.period_end_year desc, records.value_id) as nearness
    from best_values as targets
    inner join best_values as records
        on targets.plan_id = records.plan_id
        and targets.indicator_code = records.indicator_code
        and targets.region_code = records.region_code
        and targets.period_end_year > records.period_end_year
    where targets.role_group = 'target'
        and records.role_group = 'recorded'

),

judged as (

    select
{{ check_pair(
    'target_met_at_start', 'targets', 'records',
    "case
        when targets.operator = 'maintain' or targets.direction = 'neutral' then 'not_applicable'
        when targets.direction = 'higher_better' and records.value_in_indicator_unit = records.ceiling then 'not_applicable'
        when targets.direction = 'lower_better' and records.value_in_indicator_unit = records.floor then 'not_applicable'
        when targets.value_base = records.value_base and " ~ meets_target('records.value_base', 'targets') ~ " then 'fail'
        else 'pass'
    end",
    "targets.name_zh || ': the target ' || " ~ told('targets') ~ " || ' was already met at the start, ' || " ~ told('records') ~ "
        || case
            when targets.operator = 'maintain' then '. It only asks to keep what is.'
            when records.value_in_indicator_unit in (records.floor, records.ceiling) then '. There is nothing more to ask for.'
            else ''
        end"
) }}
    from pairs
    inner join best_values as targets
        on pairs.target_id = targets.value_id
    inner join best_values as records
        on pairs.record_id = records.value_id
    where pairs.nearness = 1

)

select * from judged
