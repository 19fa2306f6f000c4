-- The value that represents a place in a year: of its plans' values the better grade, then the later plan.
with best_values as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and rank_in_year = 1

),

regions as (

    select * from {{ ref('dim_region') }}

),

ordered as (

    select
        best_values.value_id,
        best_values.indicator_code,
        best_values.role_group,
        best_values.region_code,
        best_values.period_end_year,
        best_values.direction,
        best_values.is_comparable,
        best_values.value_base,
        regions.level in ('prefecture', 'urban_districts', 'county') as is_city,
        -- Levels, rates, indices and quantities per head of one year; a big city has more of everything else.
        (
            best_values.shape in ('level', 'rate', 'frequency', 'index')
            or best_values.aggregation = 'mean'
        )
        and not best_values.is_sum_over_years as is_of_any_size,
        row_number() over (
            partition by
                best_values.indicator_code,
                best_values.role_group,
                best_values.region_code,
                best_values.period_end_year
            order by
                case best_values.match_grade when 'exact' then 1 else 2 end asc,
                best_values.vintage_year desc,
                {{ latest_vintage('best_values.vintage_on') }},
                {{ stated_in('best_values') }} asc
        ) as rank_in_place
    from best_values
    inner join regions
        on best_values.region_code = regions.region_code

),

final as (

    select
        value_id,
        indicator_code,
        role_group,
        region_code,
        period_end_year,
        direction,
        is_comparable,
        value_base,
        is_city,
        is_of_any_size
    from ordered
    where rank_in_place = 1

)

select * from final
