with place_values as (

    select * from {{ ref('int_place_year_values') }}

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

place_counts as (

    select
        indicator_code,
        role_group,
        year,
        count(case when is_of_year then 1 end) as place_count,
        count(case when is_rankable then 1 end) as rankable_count,
        max(case when is_rankable then value_base end) as highest_base,
        min(case when is_rankable then value_base end) as lowest_base
    from place_values
    group by indicator_code, role_group, year

),

-- The rank of a place alone says nothing.
compared as (

    select
        place_values.*,
        place_counts.place_count,
        place_values.is_rankable and place_counts.rankable_count > 1 as is_ranked,
        case
            when place_counts.rankable_count <= 1 then null
            when place_values.direction = 'lower_better' then place_counts.lowest_base
            else place_counts.highest_base
        end as best_value_base,
        case
            when place_counts.rankable_count > 1 then place_counts.highest_base - place_counts.lowest_base
        end as spread_base
    from place_values
    inner join place_counts
        on
            place_values.indicator_code = place_counts.indicator_code
            and place_values.role_group = place_counts.role_group
            and place_values.year = place_counts.year

),

final as (

    select
        compared.indicator_code,
        compared.year,
        compared.role_group,
        compared.region_code,
        indicators.name_zh,
        indicators.name_en,
        indicators.domain_code,
        indicators.unit_code,
        comparable_values.base_unit_code,
        cast(compared.years_apart as integer) as years_apart,
        compared.value_id,
        comparable_values.plan_id,
        comparable_values.source_id,
        comparable_values.label,
        comparable_values.match_grade,
        comparable_values.operator,
        comparable_values.value_text,
        comparable_values.period_start_year,
        comparable_values.period_end_year,
        comparable_values.period_basis,
        comparable_values.is_sum_over_years,
        comparable_values.compared_value,
        compared.value_base,
        comparable_values.yearly_average,
        cast(compared.place_count as integer) as place_count,
        cast(
            case
                when compared.is_ranked
                    then rank() over (
                        partition by compared.indicator_code, compared.role_group, compared.year, compared.is_ranked
                        order by abs(compared.value_base - compared.best_value_base) asc
                    )
            end as integer
        ) as rank_among_places,
        compared.best_value_base,
        cast(compared.spread_base as decimal(28, 6)) as spread_base,
        cast(
            case when compared.is_ranked then compared.value_base - compared.best_value_base end as decimal(28, 6)
        ) as difference_to_best_base,
        compared.higher_region_code,
        compared.higher_value_id,
        compared.higher_value_base,
        cast(
            case when compared.is_of_any_size then compared.value_base - compared.higher_value_base end
            as decimal(28, 6)
        ) as difference_to_higher_base
    from compared
    inner join comparable_values
        on compared.value_id = comparable_values.value_id
    inner join indicators
        on compared.indicator_code = indicators.indicator_code

)

select * from final
