{%- set furthest_year = 5 -%}
-- Where a place has no value of a year that another place has, its nearest one, of two as near the later.
with {{ imports(['int_place_values', 'int_place_parents']) }},

-- A place is not the same before and after its territory changed.
changes as (

    select * from {{ ref('bridge_region_succession') }}
    where succession != 'same'

),

years as (

    select distinct
        indicator_code,
        role_group,
        period_end_year as year
    from int_place_values

),

near_values as (

    select
        years.year,
        place_values.*,
        abs(place_values.period_end_year - years.year) as years_apart,
        row_number() over (
            partition by years.indicator_code, years.role_group, years.year, place_values.region_code
            order by abs(place_values.period_end_year - years.year) asc, place_values.period_end_year desc
        ) as nearness
    from years
    inner join int_place_values as place_values
        on
            years.indicator_code = place_values.indicator_code
            and years.role_group = place_values.role_group
            and abs(place_values.period_end_year - years.year) <= {{ furthest_year }}
    left join changes
        on
            place_values.region_code in (changes.region_code, changes.successor_region_code)
            and changes.succession_year > least(place_values.period_end_year, years.year)
            and changes.succession_year <= greatest(place_values.period_end_year, years.year)
    where changes.region_code is null

),

nearest as (

    select
        *,
        is_city and years_apart = 0 as is_of_year,
        is_city and years_apart = 0 and is_of_any_size and is_comparable and direction != 'neutral' as is_rankable
    from near_values
    where nearness = 1

),

-- What the next place above has for the same year and role.
with_higher as (

    select
        nearest.*,
        higher.region_code as higher_region_code,
        higher.value_id as higher_value_id,
        higher.value_base as higher_value_base,
        row_number() over (
            partition by nearest.indicator_code, nearest.role_group, nearest.year, nearest.region_code
            order by case when higher.value_id is null then 2 else 1 end asc, higher_places.levels_up asc
        ) as height
    from nearest
    left join int_place_parents as higher_places
        on nearest.region_code = higher_places.region_code
    left join int_place_values as higher
        on
            higher_places.higher_region_code = higher.region_code
            and nearest.indicator_code = higher.indicator_code
            and nearest.role_group = higher.role_group
            and nearest.period_end_year = higher.period_end_year

),

final as (

    select
        value_id,
        indicator_code,
        role_group,
        year,
        region_code,
        direction,
        value_base,
        years_apart,
        is_of_any_size,
        is_of_year,
        is_rankable,
        higher_region_code,
        higher_value_id,
        higher_value_base
    from with_higher
    where height = 1

)

select * from final
