with comparable_targets as (

    select * from {{ ref('int_comparable_values') }}
    where role_group = 'target'

),

progress as (

    select * from {{ ref('mart_target_progress') }}

),

units as (

    select * from {{ ref('dim_unit') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

findings as (

    select * from {{ ref('fct_finding') }}

),

-- One promise for each plan, place and year: what text and table both say is ranked once.
ranked as (

    select
        value_id,
        rank() over (
            partition by indicator_code, period_start_year, period_end_year
            order by case direction when 'lower_better' then value_base else -value_base end
        ) as rank_among_comparable,
        count(*) over (partition by indicator_code, period_start_year, period_end_year) as comparable_count
    from comparable_targets
    where rank_in_plan = 1
        and direction != 'neutral'

),

-- The rule looks at one statement of a promise; its repetitions ask for as little.
below_record as (

    select distinct
        comparable_targets.plan_id,
        comparable_targets.indicator_code,
        comparable_targets.region_code,
        comparable_targets.period_start_year,
        comparable_targets.period_end_year
    from findings
    inner join comparable_targets
        on findings.left_value_id = comparable_targets.value_id
    where findings.check_id in ('target_weaker_than_record', 'sum_against_yearly_figures')
        and findings.status != 'not_applicable'

),

province as (

    select
        left_value_id as value_id,
        right_value_id as province_value_id,
        right_value as province_value_base
    from {{ ref('int_check_subjects_united') }}
    where check_id = 'target_weaker_than_province'

),

final as (

    select
        comparable_targets.value_id,
        comparable_targets.plan_id,
        comparable_targets.indicator_code,
        comparable_targets.region_code,
        indicators.domain_code,
        comparable_targets.direction,
        comparable_targets.period_start_year,
        comparable_targets.period_end_year,
        comparable_targets.operator,
        comparable_targets.value_text,
        comparable_targets.value_base,
        comparable_targets.base_unit_code,
        progress.base_value_id,
        progress.base_year,
        progress.base_value_base,
        progress.required_yearly_change_base,
        progress.required_yearly_change_pp,
        {{ divide(
            'comparable_targets.value_base - progress.base_value_base',
            "case comparable_targets.direction
                when 'higher_better' then comparable_targets.ceiling * units.to_base_factor - progress.base_value_base
                when 'lower_better' then comparable_targets.floor * units.to_base_factor - progress.base_value_base
            end"
        ) }} as gap_closed_share,
        cast(ranked.rank_among_comparable as integer) as rank_among_comparable,
        cast(ranked.comparable_count as integer) as comparable_count,
        province.province_value_id,
        province.province_value_base,
        cast(comparable_targets.value_base - province.province_value_base as decimal(28, 6)) as difference_to_province_base,
        below_record.plan_id is not null as is_below_record
    from comparable_targets
    inner join progress
        on comparable_targets.value_id = progress.value_id
    inner join indicators
        on comparable_targets.indicator_code = indicators.indicator_code
    inner join units
        on indicators.unit_code = units.unit_code
    left join ranked
        on comparable_targets.value_id = ranked.value_id
    left join below_record
        on comparable_targets.plan_id = below_record.plan_id
        and comparable_targets.indicator_code = below_record.indicator_code
        and comparable_targets.region_code = below_record.region_code
        and comparable_targets.period_start_year = below_record.period_start_year
        and comparable_targets.period_end_year = below_record.period_end_year
    left join province
        on comparable_targets.value_id = province.value_id

)

select * from final
