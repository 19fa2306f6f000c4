with targets as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and rank_in_period = 1
        and role_group = 'target'
        and shape in ('level', 'frequency', 'stock', 'index')
        and period_basis = 'point'

),

steps as (

    select
        value_id as later_value_id,
        lag(value_id) over (
            partition by plan_id, indicator_code, region_code
            order by period_end_year asc
        ) as earlier_value_id
    from targets

),

judged as (

    select
        {{ pair_subject('later', 'earlier') }},
        case
            when later.direction = 'neutral' then 'not_applicable'
            when {{ is_weaker('later.value_base', 'earlier.value_base', 'later.direction') }} then 'fail'
            else 'pass'
        end as status,
        later.name_en || ': '
        || case later.direction when 'neutral' then 'neither more nor less is better, ' else 'the path turns back, ' end
        || {{ describe_value('later') }} || ' after ' || {{ describe_value('earlier') }} as explanation_en,
        later.name_zh || '：'
        || case when later.direction = 'neutral' then '指标无好坏方向，' else '逐年目标倒退，' end
        || '先为' || {{ describe_value('earlier') }} || '，后为' || {{ describe_value('later') }} as explanation_zh
    from steps
    inner join targets as later
        on steps.later_value_id = later.value_id
    inner join targets as earlier
        on steps.earlier_value_id = earlier.value_id

),

final as (

    {{ rule_columns('path_not_monotone') }}

)

select * from final
