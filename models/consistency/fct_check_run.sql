-- From the index of rules, so that a rule that found nothing to look at is seen.
with checks as (

    select * from {{ ref('dim_check') }}

),

subjects as (

    select * from {{ ref('int_rule_subjects_united') }}

),

findings as (

    select * from {{ ref('fct_finding') }}

),

counted_subjects as (

    select
        check_id,
        sum(subject_count) as subject_count,
        sum(case when status = 'pass' then subject_count end) as pass_count,
        sum(case when status = 'not_applicable' then subject_count end) as not_applicable_count
    from subjects
    group by check_id

),

counted_findings as (

    select
        check_id,
        count(case when status = 'fail' then 1 end) as fail_count,
        count(case when status = 'explained' then 1 end) as explained_count
    from findings
    group by check_id

),

final as (

    select
        checks.check_id,
        checks.severity,
        checks.title_en,
        checks.title_zh,
        checks.description_en,
        checks.description_zh,
        cast(coalesce(counted_subjects.subject_count, 0) as integer) as subject_count,
        cast(coalesce(counted_subjects.pass_count, 0) as integer) as pass_count,
        cast(coalesce(counted_findings.fail_count, 0) as integer) as fail_count,
        cast(coalesce(counted_findings.explained_count, 0) as integer) as explained_count,
        cast(coalesce(counted_subjects.not_applicable_count, 0) as integer) as not_applicable_count,
        checks.may_have_no_subjects
    from checks
    left join counted_subjects
        on checks.check_id = counted_subjects.check_id
    left join counted_findings
        on checks.check_id = counted_findings.check_id

)

select * from final
