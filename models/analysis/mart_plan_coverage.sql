with plan_values as (

    select * from {{ ref('fct_plan_value') }}
    where origin = 'plan'

),

exclusions as (

    select * from {{ ref('fct_exclusion') }}

),

captured as (

    select
        plan_id,
        section,
        count(*) as value_count,
        count(case when value_role = 'target' then 1 end) as target_count,
        count(case when value_role in ('baseline', 'actual') then 1 end) as observation_count,
        count(case when value_role = 'none' then 1 end) as blank_count,
        min(char_start) as first_char_start
    from plan_values
    group by plan_id, section

),

-- A printed figure or word that several values share is one.
printed_figures as (

    select distinct
        plan_id,
        section,
        char_start,
        value_text
    from plan_values

),

captured_runs as (

    select
        plan_id,
        section,
        sum({{ count_matches('value_text', document_number_pattern()) }}) as number_count,
        sum({{ count_matches('value_text', coverage_word_pattern()) }}) as word_count
    from printed_figures
    group by plan_id, section

),

excluded as (

    select
        plan_id,
        section,
        count(case when run_kind = 'number' then 1 end) as number_count,
        count(case when run_kind = 'word' then 1 end) as word_count,
        min(char_start) as first_char_start
    from exclusions
    group by plan_id, section

),

sections as (

    select
        coalesce(captured.plan_id, excluded.plan_id) as plan_id,
        coalesce(captured.section, excluded.section) as section,
        least(
            coalesce(captured.first_char_start, excluded.first_char_start),
            coalesce(excluded.first_char_start, captured.first_char_start)
        ) as first_char_start
    from captured
    full outer join excluded
        on
            captured.plan_id = excluded.plan_id
            and captured.section = excluded.section

),

final as (

    select
        sections.plan_id,
        sections.section,
        cast(coalesce(captured.value_count, 0) as integer) as value_count,
        cast(coalesce(captured.target_count, 0) as integer) as target_count,
        cast(coalesce(captured.observation_count, 0) as integer) as observation_count,
        cast(coalesce(captured.blank_count, 0) as integer) as blank_count,
        cast(
            coalesce(captured_runs.number_count, 0) + coalesce(excluded.number_count, 0) as integer
        ) as number_count,
        cast(coalesce(captured_runs.number_count, 0) as integer) as captured_number_count,
        cast(coalesce(excluded.number_count, 0) as integer) as excluded_number_count,
        cast(coalesce(captured_runs.word_count, 0) + coalesce(excluded.word_count, 0) as integer) as word_count,
        cast(coalesce(captured_runs.word_count, 0) as integer) as captured_word_count,
        cast(coalesce(excluded.word_count, 0) as integer) as excluded_word_count,
        sections.first_char_start
    from sections
    left join captured
        on
            sections.plan_id = captured.plan_id
            and sections.section = captured.section
    left join captured_runs
        on
            sections.plan_id = captured_runs.plan_id
            and sections.section = captured_runs.section
    left join excluded
        on
            sections.plan_id = excluded.plan_id
            and sections.section = excluded.section

)

select * from final
