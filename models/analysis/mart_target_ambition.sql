with targets as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and role_group = 'target'

),

progress as (

    select * from {{ ref('mart_target_progress') }}

),

weaker as (

    select target_value_id as value_id from {{ ref('int_target_own_record_pairs') }}
    where is_weaker
    union distinct
    select target_value_id as value_id from {{ ref('int_flow_record_pairs') }}
    where is_weaker

),

province_pairs as (

    select * from {{ ref('int_target_province_pairs') }}

),

-- One promise for each plan, place and period: what text and table both say is ranked once.
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
        rank_in_period = 1
        and direction != 'neutral'

),

-- One statement of a promise is compared with the record; its repetitions ask for as little.
with_record as (

    select
        targets.*,
        count(weaker.value_id) over (
            partition by
                targets.plan_id,
                targets.indicator_code,
                targets.region_code,
                targets.period_start_year,
                targets.period_end_year
        ) > 0 as is_below_record
    from targets
    left join weaker
        on targets.value_id = weaker.value_id

),

final as (

    select
        with_record.value_id,
        with_record.plan_id,
        with_record.indicator_code,
        with_record.region_code,
        progress.domain_code,
        with_record.direction,
        with_record.period_start_year,
        with_record.period_end_year,
        with_record.operator,
        with_record.value_text,
        with_record.value_base,
        with_record.base_unit_code,
        progress.baseline_value_id,
        progress.baseline_year,
        progress.baseline_value_base,
        progress.required_yearly_change_base,
        progress.required_yearly_change_pp,
        {{ divide(
            'with_record.value_base - progress.baseline_value_base',
            "case with_record.direction
                when 'higher_better' then with_record.ceiling_base - progress.baseline_value_base
                when 'lower_better' then with_record.floor_base - progress.baseline_value_base
            end"
        ) }} as gap_closed_share,
        cast(ranked.rank_among_comparable as integer) as rank_among_comparable,
        cast(ranked.comparable_count as integer) as comparable_count,
        province_pairs.province_value_id,
        province_pairs.province_value_base,
        cast(
            with_record.value_base - province_pairs.province_value_base as decimal(28, 6)
        ) as difference_to_province_base,
        with_record.is_below_record
    from with_record
    inner join progress
        on with_record.value_id = progress.value_id
    left join ranked
        on with_record.value_id = ranked.value_id
    left join province_pairs
        on with_record.value_id = province_pairs.target_value_id

)

select * from final
