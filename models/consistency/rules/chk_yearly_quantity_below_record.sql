-- What is promised of a yearly quantity against the latest year that the same plan records before.
{%- set pairs -%}
select * from {{ ref('int_flow_record_pairs') }}
    where relation = 'year_against_year'
{%- endset %}
{{ target_against_record_rule(
    'yearly_quantity_below_record',
    pairs,
    target_en='target',
    weaker_en='asks for less than the year on record',
    target_zh='年度目标',
    weaker_zh='低于已记录年度的',
    numbers=('pairs.target_aligned_base', 'pairs.record_aligned_base')
) }}
