with targets as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and role_group = 'target'

),

progress as (

    select * from {{ ref('mart_target_progress') }}

),

weaker_values as (

    select target_value_id as value_id from {{ ref('int_target_own_record_pairs') }}
    where is_weaker
    union distinct
    select target_value_id as value_id from {{ ref('int_flow_record_pairs') }}
    where is_weaker

),

-- What one statement of a promise asks for less than the record, the promise does.
weaker as (

    select distinct targets.promise_id
    from targets
    inner join weaker_values
        on targets.value_id = weaker_values.value_id

),

province_pairs as (

    select * from {{ ref('int_target_province_pairs') }}

),

-- One promise for each plan, place and period. Counts and amounts rank places by their size: they have no rank.
ranked as (

    select
        value_id,
        rank() over (
            partition by indicator_code, period_start_year, period_end_year
            order by case direction when 'lower_better' then value_base else -value_base end
        ) as rank_among_comparable,
        count(*) over (partition by indicator_code, period_start_year, period_end_year) as comparable_count
    from targets
    where
        is_primary_statement
        and rank_in_period = 1
        and direction != 'neutral'
        and is_comparable
        and shape in ('level', 'rate', 'frequency', 'index')

),

final as (

    select
        targets.promise_id,
        targets.value_id,
        targets.plan_id,
        targets.indicator_code,
        targets.region_code,
        progress.domain_code,
        targets.direction,
        targets.period_start_year,
        targets.period_end_year,
        targets.operator,
        targets.value_text,
        targets.value_base,
        targets.base_unit_code,
        progress.baseline_value_id,
        progress.baseline_year,
        progress.baseline_value_base,
        progress.required_yearly_change_base,
        progress.required_yearly_change_pp,
        {{ divide(
            'targets.value_base - progress.baseline_value_base',
            "case targets.direction
                when 'higher_better' then targets.ceiling_base - progress.baseline_value_base
                when 'lower_better' then targets.floor_base - progress.baseline_value_base
            end"
        ) }} as gap_closed_share,
        cast(ranked.rank_among_comparable as integer) as rank_among_comparable,
        cast(ranked.comparable_count as integer) as comparable_count,
        province_pairs.province_value_id,
        province_pairs.province_value_base,
        cast(
            targets.value_base - province_pairs.province_value_base as decimal(28, 6)
        ) as difference_to_province_base,
        weaker.promise_id is not null as is_below_record
    from targets
    inner join progress
        on targets.promise_id = progress.promise_id
    left join weaker
        on targets.promise_id = weaker.promise_id
    left join ranked
        on targets.value_id = ranked.value_id
    left join province_pairs
        on targets.value_id = province_pairs.target_value_id
    where targets.is_primary_statement

)

select * from final
