with subjects as (

    select * from {{ ref('int_rule_subjects_united') }}
    where status != 'pass'

),

checks as (

    select * from {{ ref('dim_check') }}

),

known_findings as (

    select * from {{ ref('dim_known_finding') }}

),

plan_values as (

    select * from {{ ref('fct_plan_value') }}

),

final as (

    select
        subjects.finding_key,
        -- One line per table row for readers: its years share a key.
        case
            when left_values.statement_kind = 'indicator_table'
                then
                    subjects.check_id || ':' || subjects.plan_id || ':' || left_values.section || ':'
                    || {{ as_text('left_values.table_row') }} || ':' || left_values.subgroup || ':'
                    || subjects.region_code || ':' || coalesce(right_values.plan_id, '')
            else subjects.finding_key
        end as series_key,
        subjects.check_id,
        checks.severity,
        case
            when subjects.status = 'fail' and known_findings.finding_key is not null then 'explained'
            else subjects.status
        end as status,
        subjects.plan_id,
        subjects.indicator_code,
        subjects.region_code,
        subjects.year,
        subjects.left_value_id,
        left_values.section as left_section,
        subjects.left_value,
        subjects.right_value_id,
        right_values.plan_id as right_plan_id,
        right_values.section as right_section,
        subjects.right_value,
        subjects.difference,
        subjects.tolerance,
        subjects.explanation_zh,
        subjects.explanation_en,
        known_findings.known_class,
        known_findings.known_explanation_zh,
        known_findings.known_explanation_en,
        known_findings.review_on
    from subjects
    inner join checks
        on subjects.check_id = checks.check_id
    left join known_findings
        on subjects.finding_key = known_findings.finding_key
    left join plan_values as left_values
        on subjects.left_value_id = left_values.value_id
    left join plan_values as right_values
        on subjects.right_value_id = right_values.value_id

)

select * from final
