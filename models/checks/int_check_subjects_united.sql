-- Every subject of every rule, one model a rule.
with united as (

    select * from {{ ref('chk_definitions_differ') }}

    union all

    select * from {{ ref('chk_full_total_in_plan_period') }}

    union all

    select * from {{ ref('chk_in_plan_above_total') }}

    union all

    select * from {{ ref('chk_investment_lines_against_total') }}

    union all

    select * from {{ ref('chk_operator_changes_in_series') }}

    union all

    select * from {{ ref('chk_parts_against_sum') }}

    union all

    select * from {{ ref('chk_path_not_monotone') }}

    union all

    select * from {{ ref('chk_period_outside_plan') }}

    union all

    select * from {{ ref('chk_project_listed_twice') }}

    union all

    select * from {{ ref('chk_projects_against_category') }}

    union all

    select * from {{ ref('chk_recorded_values_differ') }}

    union all

    select * from {{ ref('chk_sum_against_yearly_figures') }}

    union all

    select * from {{ ref('chk_table_incomplete') }}

    union all

    select * from {{ ref('chk_target_met_at_start') }}

    union all

    select * from {{ ref('chk_target_missed') }}

    union all

    select * from {{ ref('chk_target_reached_early') }}

    union all

    select * from {{ ref('chk_target_revised') }}

    union all

    select * from {{ ref('chk_target_weaker_than_province') }}

    union all

    select * from {{ ref('chk_target_weaker_than_record') }}

    union all

    select * from {{ ref('chk_targets_do_not_meet') }}

    union all

    select * from {{ ref('chk_text_against_table') }}

    union all

    select * from {{ ref('chk_text_against_table_operator') }}

    union all

    select * from {{ ref('chk_text_said_twice') }}

    union all

    select * from {{ ref('chk_unit_of_another_quantity') }}

    union all

    select * from {{ ref('chk_value_out_of_range') }}

)

select * from united
