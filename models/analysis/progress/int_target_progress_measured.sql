with inputs as (

    select * from {{ ref('int_target_progress_inputs') }}

),

methods as (

    select * from {{ ref('dim_progress_method') }}
    where method_id = 'cagr_ratio'

),

timed as (

    select
        *,
        period_end_year - baseline_year as years_required,
        -- A month counts as the part of its year that is gone.
        outcome_year - baseline_year - (12 - coalesce(outcome_month, 12)) / {{ as_double(12) }} as years_observed,
        outcome_year - period_end_year as lag_years,
        coalesce(
            outcome_year > period_end_year
            or (
                outcome_year = period_end_year and coalesce(outcome_month, 12) = 12 and not is_outcome_preliminary
            ),
            false
        ) as is_last_word,
        case
            when {{ is_sum() }}
                then {{ as_double('outcome_year - period_start_year + 1') }} / (period_end_year - period_start_year + 1)
        end as exact_elapsed_share
    from inputs

),

paced as (

    select
        *,
        {{ yearly_change('baseline_value_base', 'value_base', 'years_required') }} as exact_required_change,
        {{ yearly_change('baseline_value_base', 'outcome_value_base', 'years_observed') }} as exact_observed_change,
        -- Rates of growth are never grown again.
        case
            when shape != 'rate' then {{ cagr('baseline_value_base', 'value_base', 'years_required') }}
        end as exact_required_cagr,
        case
            when shape != 'rate' then {{ cagr('baseline_value_base', 'outcome_value_base', 'years_observed') }}
        end as exact_observed_cagr
    from timed

),

rated as (

    select
        *,
        case
            when not {{ is_sum() }}
                then {{ progress_ratio('exact_observed_cagr', 'exact_required_cagr', 'direction') }}
        end as exact_growth_ratio,
        case
            when {{ is_sum() }}
                then
                    {{ as_double('outcome_value_base') }} / nullif({{ as_double('value_base') }}, 0)
                    / exact_elapsed_share
            else {{ progress_ratio('exact_observed_change', 'exact_required_change', 'direction') }}
        end as exact_linear_pace
    from paced

),

-- Bands and score are taken before anything is rounded.
banded as (

    select
        rated.*,
        case
            when rated.operator = 'trend' then rated.is_direction_kept
            else {{ meets_target('rated.outcome_value_base', 'rated') }}
        end as is_met,
        case
            when rated.operator = 'trend' then false
            else {{ meets_target('rated.baseline_value_base', 'rated') }}
        end as is_baseline_beyond_target,
        {{ progress_band('rated.exact_growth_ratio', 'methods') }} as growth_band,
        {{ progress_band('rated.exact_linear_pace', 'methods') }} as linear_band,
        {{ progress_score('coalesce(rated.exact_growth_ratio, rated.exact_linear_pace)') }} as exact_score,
        methods.method_id,
        methods.method_version
    from rated
    cross join methods

),

rounded as (

    select
        *,
        {{ rounded('exact_required_change', 28, 6) }} as required_yearly_change_base,
        {{ rounded('exact_observed_change', 28, 6) }} as observed_yearly_change_base,
        {{ rounded('exact_required_cagr', 18, 6) }} as required_cagr,
        {{ rounded('exact_observed_cagr', 18, 6) }} as observed_cagr,
        {{ rounded('exact_growth_ratio', 18, 4) }} as growth_ratio,
        {{ rounded('exact_linear_pace', 18, 4) }} as linear_pace,
        {{ rounded('exact_elapsed_share', 18, 4) }} as elapsed_share,
        {{ rounded('exact_score', 18, 4) }} as ratio_score
    from banded

)

select * from rounded
