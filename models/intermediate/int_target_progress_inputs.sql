-- Everything that a verdict needs, one row a target: the target, its base, its outcome, and what stands in the way.
with targets as (

    select * from {{ ref('fct_target') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

plans as (

    select * from {{ ref('dim_plan') }}

),

records as (

    select * from {{ ref('int_comparable_values') }}
    where role_group = 'recorded'
        and operator != 'approx'

),

other_records as (

    select distinct
        indicator_code,
        region_code,
        period_end_year
    from {{ ref('fct_observation') }}
    where match_grade in ('broad', 'narrow')

),

contradictions as (

    select left_value_id as value_id from {{ ref('fct_finding') }} where check_id in ('text_against_table', 'text_said_twice') and status != 'not_applicable'
    union
    select right_value_id from {{ ref('fct_finding') }} where check_id in ('text_against_table', 'text_said_twice') and status != 'not_applicable'

),

-- The plan's own baseline, else the latest value on record before the plan began.
bases as (

    select
        targets.value_id as target_id,
        records.value_id as base_value_id,
        records.plan_id as base_plan_id,
        records.period_end_year as base_year,
        records.value_base as base_value,
        case when records.plan_id = targets.plan_id and not records.is_observation then 'own_baseline' else 'earlier_record' end as base_source,
        row_number() over (
            partition by targets.value_id
            order by
                case when records.plan_id = targets.plan_id and not records.is_observation then 1 else 2 end,
                records.period_end_year desc,
                case when records.value_role = 'baseline' then 1 else 2 end,
                records.rank_in_plan,
                records.value_id
        ) as preference
    from targets
    inner join plans
        on targets.plan_id = plans.plan_id
    inner join records
        on targets.indicator_code = records.indicator_code
        and targets.region_code = records.region_code
        and records.period_start_year = records.period_end_year
        and records.period_end_year < targets.period_end_year
        and coalesce(records.period_month, 12) = 12
        and (
            (records.plan_id = targets.plan_id and not records.is_observation)
            or records.period_end_year < plans.first_year
        )

),

-- The first value that another plan or a landed observation records at the target's year or later, else the latest before it.
outcomes as (

    select
        targets.value_id as target_id,
        records.value_id as outcome_value_id,
        records.plan_id as outcome_plan_id,
        records.period_end_year as outcome_year,
        records.period_month as outcome_month,
        records.value_base as outcome_value,
        row_number() over (
            partition by targets.value_id
            order by
                case when records.period_end_year >= targets.period_end_year then 1 else 2 end,
                abs(records.period_end_year - targets.period_end_year),
                records.rank_in_plan,
                records.value_id
        ) as preference
    from targets
    inner join plans
        on targets.plan_id = plans.plan_id
    inner join records
        on targets.indicator_code = records.indicator_code
        and targets.region_code = records.region_code
        and (targets.plan_id != records.plan_id or records.is_observation)
        and records.period_start_year = records.period_end_year
        and records.period_end_year >= plans.first_year
    inner join indicators
        on targets.indicator_code = indicators.indicator_code
    where
        -- What is done in a year is held against that year alone.
        indicators.shape != 'flow'
        or targets.period_basis = 'cumulative'
        or records.period_end_year = targets.period_end_year

),

-- What was done within the years of a sum, as far as each year is on record.
sums_to_date as (

    select
        targets.value_id as target_id,
        max(records.period_end_year) as outcome_year,
        sum(records.value_base) as outcome_value,
        max(records.value_id) as outcome_value_id,
        max(records.plan_id) as outcome_plan_id
    from targets
    inner join records
        on targets.indicator_code = records.indicator_code
        and targets.region_code = records.region_code
        and records.rank_in_plan = 1
        and records.period_basis = 'annual'
        and records.period_end_year between targets.period_start_year and targets.period_end_year
    where targets.period_basis = 'cumulative'
    group by targets.value_id, targets.period_start_year
    having count(distinct records.period_end_year) = max(records.period_end_year) - targets.period_start_year + 1

),

final as (

    select
        targets.value_id,
        targets.plan_id,
        targets.indicator_code,
        targets.region_code,
        indicators.domain_code,
        indicators.direction,
        indicators.shape,
        targets.period_start_year,
        targets.period_end_year,
        targets.period_basis,
        targets.operator,
        targets.value_text,
        targets.value_base,
        targets.lower_bound_base,
        targets.upper_bound_base,
        targets.lower_inclusive,
        targets.upper_inclusive,
        targets.base_unit_code,
        bases.base_value_id,
        bases.base_plan_id,
        bases.base_year,
        bases.base_value,
        bases.base_source,
        case when targets.period_basis = 'cumulative' then sums_to_date.outcome_value_id else outcomes.outcome_value_id end
            as outcome_value_id,
        case when targets.period_basis = 'cumulative' then sums_to_date.outcome_plan_id else outcomes.outcome_plan_id end
            as outcome_plan_id,
        case when targets.period_basis = 'cumulative' then sums_to_date.outcome_year else outcomes.outcome_year end
            as outcome_year,
        case when targets.period_basis != 'cumulative' then outcomes.outcome_month end as outcome_month,
        case when targets.period_basis = 'cumulative' then sums_to_date.outcome_value else outcomes.outcome_value end
            as outcome_value,
        case
            when targets.statement_kind in ('project', 'investment') then 'project_amount'
            when targets.operator = 'external' then 'external_target'
            when targets.operator = 'not_published' then 'not_published'
            when targets.match_grade not in ('exact', 'close') then 'definition_differs'
            when indicators.direction = 'neutral' then 'no_direction'
            when contradictions.value_id is not null then 'contradictory_sources'
        end as obstacle,
        exists (
            select 1 from other_records
            where other_records.indicator_code = targets.indicator_code
                and other_records.region_code = targets.region_code
                and other_records.period_end_year >= plans.first_year
        ) as has_record_of_other_definition
    from targets
    inner join indicators
        on targets.indicator_code = indicators.indicator_code
    inner join plans
        on targets.plan_id = plans.plan_id
    left join bases
        on targets.value_id = bases.target_id
        and bases.preference = 1
    left join outcomes
        on targets.value_id = outcomes.target_id
        and outcomes.preference = 1
    left join sums_to_date
        on targets.value_id = sums_to_date.target_id
    left join contradictions
        on targets.value_id = contradictions.value_id

)

select * from final
