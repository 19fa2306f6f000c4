-- What is promised of a yearly quantity against the latest year that the same plan records before.
{{ target_against_record_rule(
    'yearly_quantity_below_record',
    target_en='target',
    weaker_en='asks for less than the year on record',
    target_zh='年度目标',
    weaker_zh='低于已记录年度的',
    relation='year_against_year'
) }}
