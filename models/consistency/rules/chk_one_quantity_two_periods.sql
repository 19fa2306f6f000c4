{%- set nearly = 0.01 -%}
-- One sum, printed for two spans of years by one plan: the same programme read twice, or a programme halved.
with sums as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_compared
        and rank_in_period = 1
        and not is_observation
        and role_group = 'target'
        and is_sum_over_years

),

judged as (

    select
        {{ pair_subject('sums', 'repeated') }},
        case
            when abs(sums.value_base - repeated.value_base) <= {{ nearly }} * repeated.value_base then 'fail'
            else 'pass'
        end as status,
        sums.name_en || ': one quantity for two spans of years, ' || {{ describe_value('sums') }}
        || ' and ' || {{ describe_value('repeated') }} as explanation_en,
        sums.name_zh || '：同一数量对应两个时期，' || {{ describe_value('sums') }}
        || '和' || {{ describe_value('repeated') }} as explanation_zh
    from sums
    inner join sums as repeated
        on
            sums.plan_id = repeated.plan_id
            and sums.indicator_code = repeated.indicator_code
            and sums.region_code = repeated.region_code
            and sums.subgroup = repeated.subgroup
            and sums.char_start < repeated.char_start
            and (
                sums.period_start_year != repeated.period_start_year
                or sums.period_end_year != repeated.period_end_year
            )

),

final as (

    {{ rule_columns('one_quantity_two_periods') }}

)

select * from final
