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
        outcome_year - baseline_year - (12 - coalesce(outcome_month, 12)) / cast(12 as double) as years_observed,
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
                then cast(outcome_year - period_start_year + 1 as double) / (period_end_year - period_start_year + 1)
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
                then cast(outcome_value_base as double) / nullif(cast(value_base as double), 0) / exact_elapsed_share
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
        cast(exact_required_change as decimal(28, 6)) as required_yearly_change_base,
        cast(exact_observed_change as decimal(28, 6)) as observed_yearly_change_base,
        cast(exact_required_cagr as decimal(18, 6)) as required_cagr,
        cast(exact_observed_cagr as decimal(18, 6)) as observed_cagr,
        cast(exact_growth_ratio as decimal(18, 4)) as growth_ratio,
        cast(exact_linear_pace as decimal(18, 4)) as linear_pace,
        cast(exact_elapsed_share as decimal(18, 4)) as elapsed_share,
        cast(exact_score as decimal(18, 4)) as ratio_score
    from banded

)

select * from rounded
