with indicators as (

    select * from {{ ref('stg_indicators') }}

),

plan_values as (

    select * from {{ ref('fct_plan_value') }}

),

usage as (

    select
        indicator_code,
        count(distinct plan_id) as plan_count,
        count(distinct region_code) as region_count
    from plan_values
    where
        match_grade in ('exact', 'close')
        and value_role != 'none'
    group by indicator_code

),

final as (

    select
        indicators.indicator_code,
        indicators.name_zh,
        indicators.name_en,
        indicators.definition_zh,
        indicators.definition_en,
        indicators.domain_code,
        indicators.unit_code,
        indicators.direction,
        indicators.shape,
        indicators.aggregation,
        indicators.is_yearly,
        indicators.is_comparable,
        indicators.population_base,
        indicators.floor,
        indicators.ceiling,
        coalesce(
            indicators.within_year,
            case indicators.shape
                when 'flow' then 'running_count'
                when 'stock' then 'latest_state'
                else 'whole_year_only'
            end
        ) as within_year,
        cast(coalesce(usage.plan_count, 0) as integer) as plan_count,
        cast(coalesce(usage.region_count, 0) as integer) as region_count
    from indicators
    left join usage
        on indicators.indicator_code = usage.indicator_code

)

select * from final
