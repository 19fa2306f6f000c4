-- A promised sum over years against the sum on record for the years before, by the year where they differ in length.
{{ target_against_record_rule(
    'sum_against_recorded_sum',
    target_en='sum',
    weaker_en='asks for less than the sum on record',
    target_zh='累计目标',
    weaker_zh='低于此前累计记录',
    relation='sum_against_sum'
) }}
