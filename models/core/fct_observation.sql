with plan_values as (

    select * from {{ ref('fct_plan_value') }}

),

observations as (

    select * from plan_values
    where value_role in ('baseline', 'actual')

)

select * from observations
