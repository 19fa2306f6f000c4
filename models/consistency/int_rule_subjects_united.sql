{#- The rules of the index, seeds/reference/checks.csv; a test holds the two together. -#}
{%- set rules = [
    'definitions_differ',
    'full_total_in_plan_period',
    'in_plan_above_total',
    'investment_lines_against_total',
    'later_target_weaker',
    'number_and_reference',
    'one_quantity_two_periods',
    'operator_changes_in_series',
    'outcome_jump',
    'parts_against_sum',
    'path_not_monotone',
    'period_outside_plan',
    'price_out_of_line',
    'project_listed_twice',
    'projects_against_category',
    'record_against_provincial_target',
    'recorded_values_differ',
    'sum_against_recorded_sum',
    'sum_against_yearly_figures',
    'table_incomplete',
    'target_met_at_start',
    'target_missed',
    'target_reached_early',
    'target_revised',
    'target_weaker_than_province',
    'target_weaker_than_record',
    'targets_do_not_meet',
    'text_against_table',
    'text_against_table_operator',
    'text_against_text',
    'unit_of_another_quantity',
    'value_out_of_range',
    'yearly_quantity_below_record',
] -%}
{%- set details = [
    'finding_key', 'plan_id', 'indicator_code', 'region_code', 'year', 'left_value_id', 'right_value_id',
    'left_value', 'right_value', 'difference', 'tolerance', 'explanation_zh', 'explanation_en',
] -%}
with united as (

    {% for rule in rules -%}
        select * from {{ ref('chk_' ~ rule) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- Of what passes only the number is kept.
with_details as (

    select
        check_id,
        {% for column in details -%}
            case when status != 'pass' then {{ column }} end as {{ column }},
        {% endfor -%}
        status
    from united

),

counted as (

    select
        check_id,
        status,
        {{ details | join(',\n        ') }},
        cast(count(*) as integer) as subject_count
    from with_details
    group by check_id, status, {{ details | join(', ') }}

)

select * from counted
