with {{ imports([
    'bridge_value_organization', 'fct_plan_value', 'dim_organization', 'dim_indicator', 'dim_domain', 'dim_region',
    'dim_plan', 'dim_code',
]) }},

final as (

    select
        responsibilities.value_id,
        responsibilities.organization_id,
        {{ names('organization', 'bodies') }},
        {{ coded_columns('responsibilities', ['organization_role']) }},
        bodies.kind as organization_kind,
        kind_names.name_zh as organization_kind_zh,
        kind_names.name_en as organization_kind_en,
        bodies.successor_organization_id,
        {{ names('successor_organization', 'successors') }},
        plan_values.plan_id,
        {{ names('plan', 'dim_plan') }},
        plan_values.indicator_code,
        {{ names('indicator', 'dim_indicator') }},
        dim_indicator.domain_code,
        {{ names('domain', 'dim_domain') }},
        plan_values.region_code,
        {{ names('region', 'dim_region') }},
        plan_values.period_end_year as year,
        {{ coded_columns('plan_values', ['value_role', 'statement_kind']) }},
        plan_values.promise_id,
        -- A promise that is stated twice counts once for a body.
        case
            when plan_values.promise_id is null then 0
            when row_number() over (
                partition by plan_values.promise_id, responsibilities.organization_id
                order by plan_values.char_start, plan_values.value_id
            ) = 1 then 1
            else 0
        end as counted_promise,
        plan_values.label,
        {{ printed_text('plan_values') }} as printed_text,
        plan_values.section,
        plan_values.char_start
    from bridge_value_organization as responsibilities
    inner join fct_plan_value as plan_values
        on responsibilities.value_id = plan_values.value_id
    inner join dim_organization as bodies
        on responsibilities.organization_id = bodies.organization_id
    left join dim_organization as successors
        on bodies.successor_organization_id = successors.organization_id
    left join dim_indicator
        on plan_values.indicator_code = dim_indicator.indicator_code
    left join dim_domain
        on dim_indicator.domain_code = dim_domain.domain_code
    inner join dim_region
        on plan_values.region_code = dim_region.region_code
    inner join dim_plan
        on plan_values.plan_id = dim_plan.plan_id
    {{ join_code_names('responsibilities.organization_role') }}
    {{ join_code_names('bodies.kind', code_list='organization_kind') }}
    {{ join_all_code_names('plan_values', ['value_role', 'statement_kind']) }}

)

select * from final
