-- Against the strongest value of the latest year that the same plan records before the target's year.
{{ target_against_record_rule(
    'target_weaker_than_record',
    target_en='target',
    weaker_en='is weaker than what the plan itself records',
    target_zh='目标',
    weaker_zh='弱于本规划所记录的'
) }}
