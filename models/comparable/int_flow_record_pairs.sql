-- A quantity that comes every year, as promised, against what is on record before: by the year, or sum against sum.
with flows as (

    select
        *,
        period_end_year - period_start_year + 1 as year_count
    from {{ ref('int_values_ranked') }}
    where
        is_judged
        and rank_in_period = 1
        and shape = 'flow'
        and (not is_sum_over_years or yearly_average_base is not null)
        and (is_sum_over_years or is_yearly)

),

pairs as (

    select
        targets.value_id as target_value_id,
        records.value_id as record_value_id,
        case
            when targets.is_sum_over_years and records.is_sum_over_years then 'sum_against_sum'
            when targets.is_sum_over_years then 'sum_against_year'
            else 'year_against_year'
        end as relation,
        targets.direction,
        -- Sums over equally many years are compared whole.
        case
            when records.is_sum_over_years and targets.year_count = records.year_count then targets.value_base
            else coalesce(targets.yearly_average_base, targets.value_base)
        end as target_aligned_base,
        case
            when records.is_sum_over_years and targets.year_count = records.year_count then records.value_base
            else coalesce(records.yearly_average_base, records.value_base)
        end as record_aligned_base,
        row_number() over (
            partition by targets.value_id, records.is_sum_over_years
            order by records.period_end_year desc, records.value_id asc
        ) as nearness
    from flows as targets
    inner join flows as records
        on
            targets.indicator_code = records.indicator_code
            and {{ same_place('targets', 'records') }}
            and targets.period_start_year > records.period_end_year
    where
        targets.role_group = 'target'
        and records.role_group = 'recorded'
        and (records.is_sum_over_years or records.period_basis = 'annual')
        and records.operator != 'approx'
        -- A year is compared with a year of its own plan; a sum against what any plan records.
        and (targets.is_sum_over_years or (targets.plan_id = records.plan_id and not records.is_sum_over_years))

),

nearest as (

    select
        target_value_id,
        record_value_id,
        relation,
        target_aligned_base,
        record_aligned_base,
        {{ is_weaker('target_aligned_base', 'record_aligned_base', 'direction') }} as is_weaker
    from pairs
    where nearness = 1

)

select * from nearest
