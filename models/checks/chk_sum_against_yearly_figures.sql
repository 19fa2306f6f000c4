-- The yearly average of a promised sum against the latest figure of one year that is on record before the period.
with comparable_values as (

    select * from {{ ref('int_comparable_values') }}

),

sums as (

    select * from comparable_values
    where rank_in_plan = 1
        and role_group = 'target'
        and period_basis = 'cumulative'
        and shape = 'flow'

),

yearly as (

    select * from comparable_values
    where rank_in_plan = 1
        and role_group = 'recorded'
        and period_basis = 'annual'

),

pairs as (

    select
        sums.value_id as sum_id,
        yearly.value_id as yearly_id,
        row_number() over (partition by sums.value_id order by yearly.period_end_year desc, yearly.value_id) as nearness
    from sums
    inner join yearly
        on sums.indicator_code = yearly.indicator_code
        and sums.region_code = yearly.region_code
        and yearly.period_end_year < sums.period_start_year

),

judged as (

    select
{{ check_columns(
    'sum_against_yearly_figures',
    "case
        when sums.direction = 'neutral' then 'not_applicable'
        when " ~ is_weaker('sums.yearly_average_base', 'yearly.value_base', 'sums.direction') ~ " then 'fail'
        else 'pass'
    end",
    "sums.name_zh || ': the sum ' || " ~ told('sums') ~ " || ' is less per year than the year on record, ' || " ~ told('yearly'),
    'sums.plan_id', "sums.value_id || ':' || yearly.value_id", 'sums.indicator_code', 'sums.region_code',
    'sums.period_end_year', 'sums.yearly_average_base', 'yearly.value_base', 'sums.value_id', 'yearly.value_id'
) }}
    from pairs
    inner join sums
        on pairs.sum_id = sums.value_id
    inner join yearly
        on pairs.yearly_id = yearly.value_id
    where pairs.nearness = 1

)

select * from judged
