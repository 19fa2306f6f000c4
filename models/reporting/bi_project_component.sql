with {{ imports(['fct_project_component', 'fct_project', 'dim_unit', 'dim_region', 'dim_plan', 'dim_code']) }},

final as (

    select
        components.value_id,
        components.plan_id,
        {{ titles('plan', 'dim_plan') }},
        components.region_code,
        {{ names('region', 'dim_region') }},
        components.project_no,
        projects.name,
        projects.category,
        components.component_kind,
        {{ code_names('component_kind') }},
        components.label as component_zh,
        components.name_en as component_en,
        components.operator,
        {{ code_names('operator') }},
        components.value,
        components.value_upper,
        components.unit_code,
        {{ names('unit', 'dim_unit') }},
        components.value_base,
        components.base_unit_code,
        components.part_of_value_id
    from fct_project_component as components
    inner join fct_project as projects
        on
            components.plan_id = projects.plan_id
            and components.project_no = projects.project_no
    inner join dim_unit
        on components.unit_code = dim_unit.unit_code
    inner join dim_region
        on components.region_code = dim_region.region_code
    inner join dim_plan
        on components.plan_id = dim_plan.plan_id
    {{ join_code_names('components.component_kind') }}
    {{ join_code_names('components.operator') }}

)

select * from final
