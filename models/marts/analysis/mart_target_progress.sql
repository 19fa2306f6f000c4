with inputs as (

    select * from {{ ref('int_target_progress_inputs') }}

),

thresholds as (

    select * from {{ ref('stg_progress_thresholds') }}
    where method_id = 'cagr_ratio'

),

measured as (

    select
        inputs.*,
        inputs.period_end_year - inputs.base_year as years_required,
        -- A month counts as the part of its year that is gone.
        inputs.outcome_year - inputs.base_year - (12 - coalesce(inputs.outcome_month, 12)) / cast(12 as double) as years_observed,
        {{ meets_target('inputs.outcome_value', 'inputs') }} as is_met,
        {{ meets_target('inputs.base_value', 'inputs') }} as is_base_beyond_target,
        case
            when inputs.period_basis = 'cumulative'
                then cast(inputs.outcome_year - inputs.period_start_year + 1 as double)
                    / (inputs.period_end_year - inputs.period_start_year + 1)
        end as elapsed_share
    from inputs

),

paced as (

    select
        *,
        {{ yearly_change('base_value', 'value_base', 'years_required') }} as required_yearly_change,
        {{ yearly_change('base_value', 'outcome_value', 'years_observed') }} as observed_yearly_change,
        -- Rates of growth are never grown again.
        case when shape != 'rate' then {{ cagr('base_value', 'value_base', 'years_required') }} end as required_cagr,
        case when shape != 'rate' then {{ cagr('base_value', 'outcome_value', 'years_observed') }} end as observed_cagr
    from measured

),

rated as (

    select
        *,
        case when period_basis != 'cumulative' then {{ progress_ratio('observed_cagr', 'required_cagr', 'direction') }} end
            as growth_ratio,
        case
            when period_basis = 'cumulative' then (cast(outcome_value as double) / nullif(cast(value_base as double), 0)) / elapsed_share
            else {{ progress_ratio('observed_yearly_change', 'required_yearly_change', 'direction') }}
        end as linear_pace
    from paced

),

banded as (

    select
        rated.*,
        {{ progress_band('rated.growth_ratio', 'thresholds') }} as growth_band,
        {{ progress_band('rated.linear_pace', 'thresholds') }} as linear_band,
        thresholds.method_id,
        thresholds.method_version
    from rated
    cross join thresholds

),

judged as (

    select
        *,
        case
            when obstacle is not null then 'not_assessable'
            when outcome_value is null then 'not_assessable'
            when operator = 'maintain' and is_met then 'maintained'
            when operator = 'maintain' then 'not_maintained'
            when is_met then 'target_achieved'
            when period_basis = 'cumulative' then linear_band
            when base_value is null then 'not_assessable'
            when years_observed <= 0 then 'not_assessable'
            when is_base_beyond_target then 'deterioration'
            else coalesce(growth_band, linear_band)
        end as verdict,
        case
            when obstacle is not null then obstacle
            when outcome_value is null and has_record_of_other_definition then 'definition_changed'
            when outcome_value is null then 'no_outcome_yet'
            when is_met or operator = 'maintain' or period_basis = 'cumulative' then ''
            when base_value is null then 'no_baseline'
            when years_observed <= 0 then 'no_outcome_yet'
            else ''
        end as reason
    from banded

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
        base_value_id,
        base_plan_id,
        base_source,
        cast(base_year as integer) as base_year,
        cast(base_value as decimal(28, 6)) as base_value_base,
        outcome_value_id,
        outcome_plan_id,
        cast(outcome_year as integer) as outcome_year,
        cast(outcome_month as integer) as outcome_month,
        cast(outcome_value as decimal(28, 6)) as outcome_value_base,
        cast(required_yearly_change as decimal(28, 6)) as required_yearly_change_base,
        cast(case when base_unit_code = 'percent' then required_yearly_change end as decimal(28, 6)) as required_yearly_change_pp,
        cast(observed_yearly_change as decimal(28, 6)) as observed_yearly_change_base,
        cast(required_cagr as decimal(18, 6)) as required_cagr,
        cast(observed_cagr as decimal(18, 6)) as observed_cagr,
        cast(growth_ratio as decimal(18, 4)) as growth_ratio,
        growth_band,
        cast(case when verdict = 'target_achieved' then 5 when verdict != 'not_assessable' then {{ progress_score('coalesce(growth_ratio, linear_pace)') }} end as decimal(18, 4)) as score,
        cast(linear_pace as decimal(18, 4)) as linear_pace,
        linear_band,
        coalesce(growth_band != linear_band, false) as has_differing_bands,
        cast(elapsed_share as decimal(18, 4)) as elapsed_share,
        is_met,
        is_base_beyond_target,
        verdict = 'target_achieved'
            and (outcome_year < period_end_year or (outcome_year = period_end_year and coalesce(outcome_month, 12) < 12))
            as is_achieved_early,
        verdict,
        reason,
        method_id,
        method_version
    from judged

)

select * from final
