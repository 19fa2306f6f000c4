-- One record for a year of an indicator and place: the latest that was published; whole years alone.
with records as (

    select
        *,
        {{ place_code() }} as place_code,
        row_number() over (
            partition by indicator_code, {{ place_code() }}, period_end_year
            order by vintage_year desc, {{ latest_vintage() }}, rank_in_period asc, value_id asc
        ) as preference
    from {{ ref('int_values_ranked') }}
    where
        is_judged
        and role_group = 'recorded'
        and operator = 'eq'
        and standing = 'final'
        and period_start_year = period_end_year

),

series as (

    select
        value_id,
        plan_id,
        indicator_code,
        region_code,
        territory_code,
        period_end_year,
        value_base,
        lag(value_base) over (partition by indicator_code, place_code order by period_end_year) as previous_value_base,
        cast(
            row_number() over (partition by indicator_code, place_code order by period_end_year) as integer
        ) as sequence_no
    from records
    where preference = 1

)

select * from series
