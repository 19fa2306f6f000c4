with {{ imports([
    'mart_plan_revision',
    'dim_indicator',
    'dim_unit',
    'dim_domain',
    'dim_region',
    'dim_plan',
    'dim_code',
]) }},

final as (

    select
        revisions.indicator_code,
        revisions.name_zh as indicator_zh,
        revisions.name_en as indicator_en,
        dim_indicator.aggregation,
        {{ code_names('aggregation') }},
        revisions.domain_code,
        dim_domain.name_zh as domain_zh,
        dim_domain.name_en as domain_en,
        revisions.region_code,
        dim_region.name_zh as region_zh,
        dim_region.name_en as region_en,
        revisions.relation,
        {{ code_names('relation') }},
        revisions.revision,
        {{ code_names('revision') }},
        revisions.years_later,
        revisions.unit_code,
        dim_unit.name_zh as unit_zh,
        dim_unit.name_en as unit_en,
        revisions.earlier_plan_id,
        earlier_plans.title_zh as earlier_plan_title_zh,
        earlier_plans.title_en as earlier_plan_title_en,
        revisions.earlier_value_id,
        revisions.earlier_label,
        revisions.earlier_operator,
        {{ code_names('earlier_operator') }},
        revisions.earlier_value_text,
        revisions.earlier_compared_value,
        revisions.earlier_period_start_year,
        revisions.earlier_period_end_year,
        revisions.earlier_period_basis,
        {{ code_names('earlier_period_basis') }},
        revisions.earlier_yearly_average,
        {{ divide('revisions.earlier_held_base', 'dim_unit.to_base_factor') }} as earlier_held,
        revisions.later_plan_id,
        later_plans.title_zh as later_plan_title_zh,
        later_plans.title_en as later_plan_title_en,
        revisions.later_value_id,
        revisions.later_label,
        revisions.later_operator,
        {{ code_names('later_operator') }},
        revisions.later_value_text,
        revisions.later_compared_value,
        revisions.later_period_start_year,
        revisions.later_period_end_year,
        revisions.later_period_basis,
        {{ code_names('later_period_basis') }},
        revisions.later_yearly_average,
        {{ divide('revisions.later_held_base', 'dim_unit.to_base_factor') }} as later_held,
        {{ divide('revisions.difference_held_base', 'dim_unit.to_base_factor') }} as difference_held
    from mart_plan_revision as revisions
    inner join dim_indicator
        on revisions.indicator_code = dim_indicator.indicator_code
    inner join dim_unit
        on revisions.unit_code = dim_unit.unit_code
    inner join dim_domain
        on revisions.domain_code = dim_domain.domain_code
    inner join dim_region
        on revisions.region_code = dim_region.region_code
    inner join dim_plan as earlier_plans
        on revisions.earlier_plan_id = earlier_plans.plan_id
    inner join dim_plan as later_plans
        on revisions.later_plan_id = later_plans.plan_id
    {{ join_code_names('dim_indicator.aggregation') }}
    {{ join_code_names('revisions.relation') }}
    {{ join_code_names('revisions.revision') }}
    {{ join_code_names('revisions.earlier_operator', code_list='operator') }}
    {{ join_code_names('revisions.earlier_period_basis', code_list='period_basis') }}
    {{ join_code_names('revisions.later_operator', code_list='operator') }}
    {{ join_code_names('revisions.later_period_basis', code_list='period_basis') }}

)

select * from final
