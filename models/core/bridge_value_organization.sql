with value_organizations as (

    select * from {{ ref('int_value_organizations_split') }}

),

organization_names as (

    select * from {{ ref('stg_organization_names') }}

),

final as (

    select distinct
        value_organizations.value_id,
        organization_names.organization_id
    from value_organizations
    left join organization_names
        on
            value_organizations.plan_id = organization_names.plan_id
            and value_organizations.printed_name = organization_names.printed_name

)

select * from final
