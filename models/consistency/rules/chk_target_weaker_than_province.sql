{{ target_against_record_rule(
    'target_weaker_than_province',
    target_en='target',
    weaker_en='is weaker than the province',
    target_zh='目标',
    weaker_zh='弱于全省的',
    pairs='int_target_province_pairs',
    record_key='province_value_id'
) }}
