with best_values as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and rank_in_period = 1

),

pairs as (

    select
        sums.value_id as sum_value_id,
        years.value_id as year_value_id,
        {{ is_weaker('sums.yearly_average_base', 'years.value_base', 'sums.direction') }} as is_weaker,
        row_number() over (
            partition by sums.value_id
            order by years.period_end_year desc, years.value_id asc
        ) as nearness
    from best_values as sums
    inner join best_values as years
        on
            sums.indicator_code = years.indicator_code
            and sums.region_code = years.region_code
            and sums.period_start_year > years.period_end_year
    where
        sums.role_group = 'target'
        and sums.is_sum_over_years
        and sums.shape = 'flow'
        and years.role_group = 'recorded'
        and years.period_basis = 'annual'

),

nearest as (

    select
        sum_value_id,
        year_value_id,
        is_weaker
    from pairs
    where nearness = 1

)

select * from nearest
