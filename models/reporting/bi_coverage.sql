with {{ imports(['mart_plan_coverage', 'dim_plan']) }},

final as (

    select
        coverage.plan_id,
        {{ names('plan', 'dim_plan') }},
        {{ titles('plan', 'dim_plan') }},
        coverage.section,
        coverage.first_char_start,
        coverage.value_count,
        coverage.target_count,
        coverage.observation_count,
        coverage.blank_count,
        coverage.number_count,
        coverage.captured_number_count,
        coverage.excluded_number_count,
        coverage.word_count,
        coverage.captured_word_count,
        coverage.excluded_word_count
    from mart_plan_coverage as coverage
    inner join dim_plan
        on coverage.plan_id = dim_plan.plan_id

)

select * from final
