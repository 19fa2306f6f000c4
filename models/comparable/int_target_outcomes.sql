-- The first record at the target's year or later, else the latest before it. What is done in a year is compared with
-- that one alone, what is promised for each year against each of them.
with targets as (

    select * from {{ ref('int_values_ranked') }}
    where
        role_group = 'target'
        and is_primary_statement
        and not is_sum_over_years

),

records as (

    select * from {{ ref('int_values_ranked') }}
    where
        role_group = 'recorded'
        and has_same_definition
        and not is_project_amount
        and (period_start_year = period_end_year or is_each_year)

),

-- A record of each year of a span is one of the target's year, where that lies in it.
paired as (

    select
        targets.value_id,
        targets.period_end_year,
        targets.is_each_year,
        records.value_id as outcome_value_id,
        records.plan_id as outcome_plan_id,
        case
            when
                records.is_each_year
                and targets.period_end_year between records.period_start_year and records.period_end_year
                then targets.period_end_year
            else records.period_end_year
        end as outcome_year,
        records.period_month as outcome_month,
        records.is_preliminary as is_outcome_preliminary,
        records.standing,
        records.vintage_on,
        records.value_base as outcome_value_base,
        records.shape,
        records.rank_in_period,
        coalesce(records.is_each_year, false) as is_of_each_year,
        records.operator = 'approx' as is_hedged,
        targets.period_start_year,
        targets.plan_first_year,
        {{ meets_target('records.value_base', 'targets') }} as is_met
    from targets
    inner join records
        on
            targets.indicator_code = records.indicator_code
            and {{ same_place('targets', 'records') }}
            and (targets.plan_id != records.plan_id or records.is_observation)
            -- The record that a change is counted from is no outcome of it, nor is any before.
            and records.period_end_year > coalesce(targets.change_from_year, 0)
            and {{ running_count_suffices('records', 'targets') | indent(12) }}
            and case
                -- A hedged figure decides where it is clear of the target, a bound where it proves something.
                when records.operator = 'approx'
                    then abs(targets.value_base - records.value_base) > abs(0.1 * targets.value_base)
                when records.operator in ('ge', 'gt') then targets.value_base <= records.value_base
                when records.operator in ('le', 'lt') then targets.value_base >= records.value_base
                else true
            end

),

candidates as (

    select
        *,
        row_number() over (
            partition by value_id
            order by
                case when is_each_year and not is_met then 1 else 2 end,
                case when outcome_year >= period_end_year then 1 else 2 end,
                abs(outcome_year - period_end_year),
                case standing when 'final' then 1 else 2 end,
                case when is_of_each_year then 2 else 1 end,
                case when is_hedged then 2 else 1 end,
                rank_in_period asc,
                {{ latest_vintage() }},
                outcome_value_id asc
        ) as preference,
        -- The number of different years.
        dense_rank() over (partition by value_id order by outcome_year asc)
        + dense_rank() over (partition by value_id order by outcome_year desc) - 1 as years_on_record
    from paired
    where
        outcome_year >= plan_first_year
        and (
            (shape != 'flow' and not is_each_year)
            or outcome_year between period_start_year and period_end_year
        )

),

final as (

    select
        value_id,
        outcome_value_id,
        outcome_plan_id,
        outcome_year,
        outcome_month,
        is_outcome_preliminary,
        outcome_value_base,
        cast(years_on_record as integer) as years_on_record
    from candidates
    where preference = 1

)

select * from final
