-- What a later plan promises against what an earlier plan of the same place promised for the same year or before.
with promises as (

    select
        *,
        period_end_year - period_start_year + 1 as year_count
    from {{ ref('int_values_ranked') }}
    where
        is_judged
        and rank_in_period = 1
        and role_group = 'target'

),

pairs as (

    select
        later.value_id as later_value_id,
        earlier.value_id as earlier_value_id,
        later.direction,
        case
            when
                later.is_sum_over_years and earlier.is_sum_over_years
                and later.period_start_year = earlier.period_start_year
                and later.period_end_year = earlier.period_end_year
                then 'same_year'
            when later.is_sum_over_years and earlier.is_sum_over_years then 'sum_against_sum'
            when later.is_sum_over_years then 'sum_against_year'
            when earlier.is_sum_over_years then 'year_against_sum'
            when later.period_end_year = earlier.period_end_year then 'same_year'
            else 'later_year'
        end as relation,
        -- Sums over equally many years are compared whole, else sum and year by the yearly average.
        case
            when later.is_sum_over_years != earlier.is_sum_over_years or later.year_count != earlier.year_count
                then coalesce(
                    later.yearly_average_base, case when not later.is_sum_over_years then later.value_base end
                )
            else later.value_base
        end as later_aligned_base,
        case
            when later.is_sum_over_years != earlier.is_sum_over_years or later.year_count != earlier.year_count
                then coalesce(
                    earlier.yearly_average_base, case when not earlier.is_sum_over_years then earlier.value_base end
                )
            else earlier.value_base
        end as earlier_aligned_base,
        later.operator = earlier.operator as has_same_operator,
        row_number() over (
            partition by later.value_id, earlier.plan_id
            order by
                case when later.is_sum_over_years = earlier.is_sum_over_years then 1 else 2 end asc,
                earlier.period_end_year desc,
                earlier.value_id asc
        ) as nearness
    from promises as later
    inner join promises as earlier
        on
            later.indicator_code = earlier.indicator_code
            and {{ same_place('later', 'earlier') }}
            and later.plan_first_year > earlier.plan_first_year
            and later.period_end_year >= earlier.period_end_year

),

-- A sum of what does not come every year has no yearly figure: it is compared with sums over as many years only.
nearest as (

    select
        later_value_id,
        earlier_value_id,
        relation,
        later_aligned_base,
        earlier_aligned_base,
        {{ is_weaker('later_aligned_base', 'earlier_aligned_base', 'direction') }} as is_weaker,
        case
            when later_aligned_base = earlier_aligned_base and has_same_operator then 'repeated'
            when later_aligned_base = earlier_aligned_base then 'restated'
            when {{ is_weaker('later_aligned_base', 'earlier_aligned_base', 'direction') }} then 'lowered'
            when not {{ is_weaker('later_aligned_base', 'earlier_aligned_base', 'direction') }} then 'raised'
            else 'changed'
        end as revision
    from pairs
    where
        nearness = 1
        and later_aligned_base is not null
        and earlier_aligned_base is not null

)

select * from nearest
