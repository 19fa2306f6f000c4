-- A direction is judged by a record before it and one at its end or later, both of whole years; one for every year by
-- the records of all its years.
with trends as (

    select * from {{ ref('fct_target') }}
    where
        measure = 'direction'
        and is_primary_statement
        and match_grade in ('exact', 'close')

),

plans as (

    select * from {{ ref('dim_plan') }}

),

series as (

    select * from {{ ref('int_record_series') }}

),

-- Where no year is printed it is counted from the last record before the plan.
timed as (

    select
        trends.*,
        {{ change_from_year('trends', 'plans') }} as printed_year,
        plans.first_year as plan_first_year
    from trends
    inner join plans
        on trends.plan_id = plans.plan_id

),

ends as (

    select
        timed.*,
        firsts.value_id as baseline_value_id,
        firsts.period_end_year as baseline_year,
        firsts.value_base as baseline_value_base,
        lasts.value_id as outcome_value_id,
        lasts.plan_id as outcome_plan_id,
        lasts.period_end_year as outcome_year,
        lasts.value_base as outcome_value_base,
        lasts.sequence_no - firsts.sequence_no as step_count,
        row_number() over (
            partition by timed.value_id
            order by lasts.period_end_year asc, firsts.period_end_year desc
        ) as nearness
    from timed
    inner join series as firsts
        on
            timed.indicator_code = firsts.indicator_code
            and {{ same_place('timed', 'firsts') }}
            and (
                timed.printed_year = firsts.period_end_year
                or (timed.printed_year is null and timed.plan_first_year > firsts.period_end_year)
            )
    inner join series as lasts
        on
            timed.indicator_code = lasts.indicator_code
            and {{ same_place('timed', 'lasts') }}
            and timed.period_end_year <= lasts.period_end_year

),

steps as (

    select
        ends.value_id,
        min(
            case when {{ keeps_direction('ends', 'series.previous_value_base', 'series.value_base') }} then 1 else 0 end
        ) = 1 as is_every_step_kept
    from ends
    inner join series
        on
            ends.indicator_code = series.indicator_code
            and {{ same_place('ends', 'series') }}
            and ends.baseline_year < series.period_end_year
            and ends.outcome_year >= series.period_end_year
    where ends.nearness = 1
    group by ends.value_id

),

final as (

    select
        ends.value_id,
        ends.baseline_value_id,
        ends.outcome_value_id,
        ends.outcome_plan_id,
        ends.outcome_year,
        ends.outcome_value_base,
        case
            when ends.change_base = 'each_year' then steps.is_every_step_kept
            else {{ keeps_direction('ends', 'ends.baseline_value_base', 'ends.outcome_value_base') }}
        end as is_direction_kept
    from ends
    inner join steps
        on ends.value_id = steps.value_id
    where
        ends.nearness = 1
        and (
            coalesce(ends.change_base, '') != 'each_year'
            or ends.step_count = ends.outcome_year - ends.baseline_year
            or not steps.is_every_step_kept
        )

)

select * from final
