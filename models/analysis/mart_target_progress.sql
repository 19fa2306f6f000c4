with measured as (

    select * from {{ ref('int_target_progress_measured') }}

),

judged as (

    select
        *,
        case
            when obstacle is not null then 'not_assessable'
            when outcome_value_base is null then 'not_assessable'
            when operator = 'maintain' and is_met then 'maintained'
            when operator = 'maintain' then 'not_maintained'
            when is_met then 'target_achieved'
            when period_basis = 'cumulative' then linear_band
            when baseline_value_base is null then 'not_assessable'
            when years_observed <= 0 then 'not_assessable'
            when is_baseline_beyond_target then 'deterioration'
            else coalesce(growth_band, linear_band)
        end as verdict,
        case
            when obstacle is not null then obstacle
            when outcome_value_base is null and has_record_of_other_definition then 'definition_changed'
            when outcome_value_base is null then 'no_outcome_yet'
            when is_met or operator = 'maintain' or period_basis = 'cumulative' then null
            when baseline_value_base is null then 'no_baseline'
            when years_observed <= 0 then 'no_outcome_yet'
        end as verdict_reason
    from measured

),

final as (

    select
        value_id,
        plan_id,
        indicator_code,
        region_code,
        domain_code,
        direction,
        shape,
        period_start_year,
        period_end_year,
        period_basis,
        operator,
        value_text,
        value_base,
        base_unit_code,
        baseline_value_id,
        baseline_plan_id,
        baseline_source,
        baseline_year,
        baseline_value_base,
        outcome_value_id,
        outcome_plan_id,
        outcome_year,
        outcome_month,
        outcome_value_base,
        required_yearly_change_base,
        case when base_unit_code = 'percent' then required_yearly_change_base end as required_yearly_change_pp,
        observed_yearly_change_base,
        required_cagr,
        observed_cagr,
        growth_ratio,
        growth_band,
        cast(
            case
                when verdict = 'target_achieved' then 5
                when verdict != 'not_assessable' then ratio_score
            end as decimal(18, 4)
        ) as score,
        linear_pace,
        linear_band,
        coalesce(growth_band != linear_band, false) as has_differing_bands,
        elapsed_share,
        is_met,
        is_baseline_beyond_target,
        verdict = 'target_achieved'
        and (
            outcome_year < period_end_year
            or (outcome_year = period_end_year and coalesce(outcome_month, 12) < 12)
        ) as is_achieved_early,
        verdict,
        verdict_reason,
        method_id,
        method_version
    from judged

)

select * from final
