{#- Fails on values without an indicator that are in none of the tables of projects and investment, or in two. -#}
{% test every_component_has_its_table(model) %}

with placed as (

    select value_id from {{ model }}
    union all
    select total_value_id as value_id from {{ ref('fct_project') }}
    union all
    select in_plan_value_id as value_id from {{ ref('fct_project') }}
    union all
    select total_value_id as value_id from {{ ref('fct_investment') }}
    union all
    select in_plan_value_id as value_id from {{ ref('fct_investment') }}
    union all
    select project_count_value_id as value_id from {{ ref('fct_investment') }}

),

counted as (

    select
        plan_values.value_id,
        count(placed.value_id) as table_count
    from {{ ref('fct_plan_value') }} as plan_values
    left join placed
        on plan_values.value_id = placed.value_id
    where plan_values.component_kind is not null
    group by plan_values.value_id

)

select * from counted
where table_count != 1

{% endtest %}
