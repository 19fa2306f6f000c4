{{ judge_records(
    'target_met_at_start', 'at the start',
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
