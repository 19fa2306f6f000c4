with value_organizations as (

    select * from {{ ref('int_value_organizations_split') }}

),

organization_names as (

    select * from {{ ref('stg_organization_names') }}

),

final as (

    select
        value_organizations.value_id,
        organization_names.organization_id,
        -- A body in both lists leads.
        min(value_organizations.organization_role) as organization_role
    from value_organizations
    left join organization_names
        on
            value_organizations.plan_id = organization_names.plan_id
            and value_organizations.printed_name = organization_names.printed_name
    group by value_organizations.value_id, organization_names.organization_id

)

select * from final
