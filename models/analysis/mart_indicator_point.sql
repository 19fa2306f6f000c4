with points as (

    select * from {{ ref('int_values_ranked') }}
    where rank_in_year = 1

),

-- The bounds of a sum are divided by its years, as the sum is.
scaled as (

    select
        *,
        yearly_average_base is not null as is_yearly_average,
        to_base_factor * case
            when yearly_average_base is null then 1
            else period_end_year - period_start_year + 1
        end as divisor
    from points

),

final as (

    select
        value_id,
        indicator_code,
        region_code,
        period_end_year as year,
        role_group,
        plan_id,
        plan_first_year,
        label,
        operator,
        value_text,
        compared_value,
        {{ divide('lower_bound_base', 'divisor') }} as compared_lower_bound,
        {{ divide('upper_bound_base', 'divisor') }} as compared_upper_bound,
        lower_inclusive,
        upper_inclusive,
        compared_value_base,
        is_yearly_average,
        compared_grade,
        is_compared,
        origin,
        period_month
    from scaled

)

select * from final
