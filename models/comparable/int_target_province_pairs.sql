-- Shares, averages and scores only: a city cannot be judged by the province's counts.
with best_values as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and rank_in_period = 1
        and shape in ('level', 'rate', 'frequency', 'index')
        and period_start_year = period_end_year

),

regions as (

    select * from {{ ref('dim_region') }}

),

-- Pairs of a place and its province, so that a join on both keys finds its values.
provinces as (

    select
        place_parents.region_code,
        place_parents.higher_region_code as province_code
    from {{ ref('int_place_parents') }} as place_parents
    inner join regions
        on place_parents.higher_region_code = regions.region_code
    where
        regions.level = 'province'
        and place_parents.levels_up <= 2

),

pairs as (

    select
        targets.value_id as target_value_id,
        provincial.value_id as province_value_id,
        provincial.value_base as province_value_base,
        {{ is_weaker('targets.value_base', 'provincial.value_base', 'targets.direction') }} as is_weaker,
        row_number() over (
            partition by targets.value_id
            order by provincial.period_end_year desc, provincial.value_id asc
        ) as nearness
    from best_values as targets
    inner join provinces
        on targets.region_code = provinces.region_code
    inner join best_values as provincial
        on
            targets.indicator_code = provincial.indicator_code
            and provinces.province_code = provincial.region_code
            and targets.period_end_year >= provincial.period_end_year
    where
        targets.role_group = 'target'
        -- What the province recorded or promised after the plan began could not be known to it.
        and (
            (
                provincial.period_end_year <= targets.plan_first_year
                and (not provincial.is_observation or provincial.vintage_year <= targets.plan_first_year)
            )
            or (provincial.role_group = 'target' and provincial.plan_first_year <= targets.plan_first_year)
        )

),

nearest as (

    select
        target_value_id,
        province_value_id,
        province_value_base,
        is_weaker
    from pairs
    where nearness = 1

)

select * from nearest
