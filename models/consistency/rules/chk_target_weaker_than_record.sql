-- Against the strongest value of the latest year that the same plan records before the target's year.
{%- set pairs -%}
select * from {{ ref('int_target_own_record_pairs') }}
{%- endset %}
{{ target_against_record_rule(
    'target_weaker_than_record',
    pairs,
    target_en='target',
    weaker_en='is weaker than what the plan itself records',
    target_zh='目标',
    weaker_zh='弱于本规划所记录的'
) }}
