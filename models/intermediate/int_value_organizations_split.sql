with plan_values as (

    select * from {{ ref('stg_plan_values') }}

),

split as (

    {{ split_organizations('plan_values', ['value_id', 'plan_id']) | indent(4) }}

)

select * from split
