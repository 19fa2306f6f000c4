with reviewed as (

    select
        indicator_code,
        name_zh,
        name_en,
        definition_zh,
        definition_en,
        domain_code,
        unit_code,
        direction,
        shape,
        aggregation,
        is_yearly,
        is_comparable,
        population_base,
        floor,
        ceiling,
        within_year,
        false as is_provisional
    from {{ ref('stg_indicators') }}

),

-- What nobody has decided stays empty: a direction or shape that is guessed would be judged by.
provisional as (

    select
        indicator_code,
        name_zh,
        name_zh || ' (not compared yet)' as name_en,
        '一份规划的说法，尚未与其他指标比较。' as definition_zh,
        'What one plan prints; not compared with any indicator yet.' as definition_en,
        domain_code,
        unit_code,
        {{ no_text() }} as direction,
        {{ no_text() }} as shape,
        {{ no_text() }} as aggregation,
        false as is_yearly,
        false as is_comparable,
        {{ no_text() }} as population_base,
        cast(null as decimal(24, 6)) as floor,
        cast(null as decimal(24, 6)) as ceiling,
        {{ no_text() }} as within_year,
        true as is_provisional
    from {{ ref('int_provisional_indicators') }}

),

indicators as (

    select * from reviewed
    union all
    select * from provisional

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
        indicators.is_provisional,
        indicators.population_base,
        indicators.floor,
        indicators.ceiling,
        coalesce(
            indicators.within_year,
            case
                when indicators.shape = 'flow' then 'running_count'
                when indicators.shape = 'stock' then 'latest_state'
                when indicators.shape is not null then 'whole_year_only'
            end
        ) as within_year,
        cast(coalesce(usage.plan_count, 0) as integer) as plan_count,
        cast(coalesce(usage.region_count, 0) as integer) as region_count
    from indicators
    left join usage
        on indicators.indicator_code = usage.indicator_code

)

select * from final
