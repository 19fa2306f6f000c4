-- The yearly average of a promised sum against the latest figure of one year that is on record before the period.
{{ target_against_record_rule(
    'sum_against_yearly_figures',
    target_en='sum',
    weaker_en='is less per year than the year on record',
    target_zh='累计目标',
    weaker_zh='年均低于已记录年度的',
    relation='sum_against_year'
) }}
