with measured as (

    select
        *,
        {{ is_sum() }} as is_sum,
        {{ is_each_year() }} as is_each_year
    from {{ ref('int_target_progress_measured') }}

),

judged as (

    select
        *,
        case
            when obstacle is not null then 'not_assessable'
            when outcome_value_base is null and has_record_of_other_definition then 'not_assessable'
            when outcome_value_base is null and period_end_year > as_of_year then 'not_due'
            when outcome_value_base is null then 'no_later_record'
            when not is_met and commitment_strength = 'basic' then 'not_assessable'
            when operator = 'maintain' and is_met and is_last_word then 'maintained'
            when operator = 'maintain' and not is_met then 'not_maintained'
            when is_each_year and not is_met then 'target_missed'
            when is_each_year and years_on_record <= period_end_year - period_start_year then 'not_assessable'
            when is_sum and not is_last_word and direction != 'higher_better' then 'not_assessable'
            when is_met and is_baseline_beyond_target and not is_sum then 'met_at_base'
            when is_met and not is_last_word then 'already_met'
            when is_met and lag_years > 0 then 'reached_late'
            when is_met then 'target_achieved'
            when is_last_word then 'target_missed'
            when is_sum then linear_band
            when baseline_value_base is null then 'not_assessable'
            when years_observed <= 0 and period_end_year > as_of_year then 'not_due'
            when years_observed <= 0 then 'no_later_record'
            when is_baseline_beyond_target then 'deterioration'
            else coalesce(growth_band, linear_band, 'not_assessable')
        end as verdict
    from measured

),

explained as (

    select
        *,
        case
            when verdict != 'not_assessable' then null
            when obstacle is not null then obstacle
            when outcome_value_base is null then 'definition_changed'
            when not is_met and commitment_strength = 'basic' then 'basic_target'
            when is_each_year or is_sum then 'years_missing'
            when baseline_value_base is null then 'no_baseline'
            else 'no_direction'
        end as verdict_reason
    from judged

),

final as (

    select
        {%- for column in [
            'promise_id', 'value_id', 'plan_id', 'indicator_code', 'region_code', 'domain_code', 'direction', 'shape',
            'period_start_year', 'period_end_year', 'period_basis',
        ] %}
            {{ column }},
        {%- endfor %}
        measure,
        yardstick,
        operator,
        value_text,
        value_base,
        base_unit_code,
        change_base_value_id,
        commitment_strength,
        baseline_value_id,
        baseline_plan_id,
        baseline_source,
        baseline_year,
        baseline_value_base,
        outcome_value_id,
        outcome_plan_id,
        outcome_year,
        outcome_month,
        is_outcome_preliminary,
        outcome_value_base,
        lag_years,
        years_on_record,
        required_yearly_change_base,
        case when base_unit_code = 'percent' then required_yearly_change_base end as required_yearly_change_pp,
        observed_yearly_change_base,
        required_cagr,
        observed_cagr,
        growth_ratio,
        growth_band,
        cast(
            case
                when verdict in ('target_achieved', 'already_met') then 5
                when verdict not in ('not_assessable', 'no_later_record', 'not_due', 'met_at_base') then ratio_score
            end as decimal(18, 4)
        ) as score,
        linear_pace,
        linear_band,
        coalesce(growth_band != linear_band, false) as has_differing_bands,
        elapsed_share,
        is_met,
        is_baseline_beyond_target,
        verdict = 'already_met' as is_achieved_early,
        verdict,
        verdict_reason,
        as_of_year,
        method_id,
        method_version
    from explained

)

select * from final
