-- Shares, averages and scores only: a city cannot be held to the province's counts.
with best_values as (

    select * from {{ ref('int_comparable_values') }}
    where rank_in_plan = 1
        and shape in ('level', 'rate', 'index')
        and period_start_year = period_end_year

),

regions as (

    select * from {{ ref('dim_region') }}

),

pairs as (

    select
        targets.value_id as target_id,
        provincial.value_id as provincial_id,
        row_number() over (partition by targets.value_id order by provincial.period_end_year desc, provincial.value_id) as nearness
    from best_values as targets
    inner join regions
        on targets.region_code = regions.region_code
    left join regions as parents
        on regions.parent_region_code = parents.region_code
    inner join best_values as provincial
        on targets.indicator_code = provincial.indicator_code
        and provincial.region_code in (regions.parent_region_code, parents.parent_region_code)
        and provincial.period_end_year <= targets.period_end_year
    where targets.role_group = 'target'
        and provincial.region_code != '100000'

),

judged as (

    select
{{ check_pair(
    'target_weaker_than_province', 'targets', 'provincial',
    "case
        when targets.direction = 'neutral' then 'not_applicable'
        when " ~ is_weaker('targets.value_base', 'provincial.value_base', 'targets.direction') ~ " then 'fail'
        else 'pass'
    end",
    "targets.name_zh || ': the target ' || " ~ told('targets') ~ " || ' is weaker than the province, ' || " ~ told('provincial')
) }}
    from pairs
    inner join best_values as targets
        on pairs.target_id = targets.value_id
    inner join best_values as provincial
        on pairs.provincial_id = provincial.value_id
    where pairs.nearness = 1

)

select * from judged
