with {{ imports(['fct_check_run', 'dim_code']) }},

final as (

    select
        runs.check_id,
        runs.title_zh as check_title_zh,
        runs.title_en as check_title_en,
        runs.description_zh,
        runs.description_en,
        runs.severity,
        {{ code_names('severity') }},
        runs.subject_count,
        runs.pass_count,
        runs.fail_count,
        runs.explained_count,
        runs.not_applicable_count,
        runs.may_have_no_subjects
    from fct_check_run as runs
    {{ join_code_names('runs.severity') }}

)

select * from final
