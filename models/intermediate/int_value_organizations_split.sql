with plan_values as (

    select * from {{ ref('stg_plan_values') }}

),

leads as (

    {{ split_organizations('plan_values', ['value_id', 'plan_id']) | indent(4) }}

),

supports as (

    {{ split_organizations('plan_values', ['value_id', 'plan_id'], 'support_organizations') | indent(4) }}

),

united as (

    select
        value_id,
        plan_id,
        'lead' as organization_role,
        printed_name
    from leads

    union all

    select
        value_id,
        plan_id,
        'support' as organization_role,
        printed_name
    from supports

)

select * from united
