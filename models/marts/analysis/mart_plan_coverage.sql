with plan_values as (

    select * from {{ ref('fct_plan_value') }}

),

final as (

    select
        plan_id,
        section,
        statement_kind,
        cast(count(*) as integer) as value_count,
        cast(count(case when value_role = 'target' then 1 end) as integer) as target_count,
        cast(count(case when value_role in ('baseline', 'actual') then 1 end) as integer) as observation_count,
        cast(count(case when value_role = 'none' then 1 end) as integer) as blank_count,
        cast(count(value) as integer) as numeric_count,
        cast(min(char_start) as integer) as first_char_start
    from plan_values
    group by plan_id, section, statement_kind

)

select * from final
