-- The yearly average of a promised sum against the latest figure of one year that is on record before the period.
{%- set pairs -%}
select * from {{ ref('int_flow_record_pairs') }}
    where relation = 'sum_against_year'
{%- endset %}
{{ target_against_record_rule(
    'sum_against_yearly_figures',
    pairs,
    target_en='sum',
    weaker_en='is less per year than the year on record',
    target_zh='累计目标',
    weaker_zh='年均低于已记录年度的',
    numbers=('pairs.target_aligned_base', 'pairs.record_aligned_base')
) }}
