-- A target without a number of its own against a number that the plan gives for it, in the year or in the same row.
with targets as (

    select
        plan_values.*,
        {{ describe_plan_value('plan_values') }} as described
    from {{ ref('fct_plan_value') }} as plan_values
    where
        plan_values.value_role = 'target'
        and plan_values.origin = 'plan'
        and plan_values.indicator_code is not null

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

pairs as (

    select
        referring.value_id as referring_value_id,
        numbers.value_id as number_value_id,
        row_number() over (
            partition by referring.value_id
            order by
                case when numbers.period_end_year = referring.period_end_year then 1 else 2 end asc,
                numbers.period_end_year desc,
                numbers.char_start asc
        ) as nearness
    from targets as referring
    left join targets as numbers
        on
            referring.plan_id = numbers.plan_id
            and referring.indicator_code = numbers.indicator_code
            and referring.region_code = numbers.region_code
            and referring.subgroup = numbers.subgroup
            and numbers.measure = 'level'
            and (
                referring.period_end_year = numbers.period_end_year
                or (referring.section = numbers.section and referring.table_row = numbers.table_row)
            )
    where referring.operator = 'external'

),

judged as (

    select
        referring.value_id || ':' || coalesce(numbers.value_id, '') as subject,
        referring.plan_id,
        referring.indicator_code,
        referring.region_code,
        referring.period_end_year as year,
        referring.value_id as left_value_id,
        numbers.value_id as right_value_id,
        referring.value_base as left_value,
        numbers.value_base as right_value,
        case when numbers.value_id is null then 'pass' else 'fail' end as status,
        coalesce(indicators.name_en, referring.label) || ': a number in one place, ' || numbers.described
        || ', and a target that another body sets in the other, ' || referring.described as explanation_en,
        referring.label || '：一处为确数' || numbers.described || '，一处为上级下达的目标'
        || referring.described as explanation_zh
    from pairs
    inner join targets as referring
        on pairs.referring_value_id = referring.value_id
    left join targets as numbers
        on pairs.number_value_id = numbers.value_id
    left join indicators
        on referring.indicator_code = indicators.indicator_code
    where pairs.nearness = 1

),

final as (

    {{ rule_columns('number_and_reference') }}

)

select * from final
