-- What a city records against the target that its plan cites from the province.
with comparable_values as (

    select * from {{ ref('int_values_ranked') }}
    where
        is_judged
        and not is_observation

),

plans as (

    select * from {{ ref('dim_plan') }}

),

regions as (

    select * from {{ ref('dim_region') }}

),

pairs as (

    select
        records.value_id as record_value_id,
        cited.value_id as cited_value_id,
        row_number() over (
            partition by cited.value_id
            order by abs(records.period_end_year - cited.period_end_year) asc, records.char_start asc
        ) as nearness
    from comparable_values as cited
    inner join regions
        on cited.region_code = regions.region_code
    inner join plans
        on cited.plan_id = plans.plan_id
    inner join comparable_values as records
        on
            cited.plan_id = records.plan_id
            and cited.indicator_code = records.indicator_code
            and plans.region_code = records.region_code
    where
        cited.role_group = 'target'
        and regions.level = 'province'
        and records.role_group = 'recorded'

),

judged as (

    select
        {{ pair_subject('records', 'cited') }},
        case
            when {{ meets_target('records.value_base', 'cited') }} then 'pass'
            when records.period_end_year < cited.period_end_year then 'not_applicable'
            else 'fail'
        end as status,
        records.name_en || ': the plan records ' || {{ describe_value('records') }}
        || ', short of the provincial target that it cites, ' || {{ describe_value('cited') }}
        || case
            when records.period_end_year < cited.period_end_year then '; the record is from before its year' else ''
        end as explanation_en,
        records.name_zh || '：本市记录' || {{ describe_value('records') }} || '，未达到所引省级目标'
        || {{ describe_value('cited') }}
        || case when records.period_end_year < cited.period_end_year then '；记录早于目标年份' else '' end as explanation_zh
    from pairs
    inner join comparable_values as records
        on pairs.record_value_id = records.value_id
    inner join comparable_values as cited
        on pairs.cited_value_id = cited.value_id
    where pairs.nearness = 1

),

final as (

    {{ rule_columns('record_against_provincial_target') }}

)

select * from final
