with plan_values as (

    select * from {{ ref('fct_plan_value') }}

),

targets as (

    select * from plan_values
    where value_role = 'target'

)

select * from targets
