with points as (

    select * from {{ ref('int_values_ranked') }}
    where rank_in_year = 1

),

final as (

    select
        value_id,
        indicator_code,
        region_code,
        period_end_year as year,
        role_group,
        plan_id,
        source_id,
        plan_first_year,
        vintage_year,
        label,
        operator,
        value_text,
        period_start_year,
        period_end_year,
        period_basis,
        compared_value,
        {{ divide('lower_bound_base', 'to_base_factor') }} as compared_lower_bound,
        {{ divide('upper_bound_base', 'to_base_factor') }} as compared_upper_bound,
        lower_inclusive,
        upper_inclusive,
        value_base,
        is_sum_over_years,
        yearly_average,
        compared_grade,
        is_compared,
        origin,
        period_month
    from points

)

select * from final
