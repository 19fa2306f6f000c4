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
        {{ names('indicator', 'revisions') }},
        dim_indicator.aggregation,
        {{ code_names('aggregation') }},
        revisions.domain_code,
        {{ names('domain', 'dim_domain') }},
        revisions.region_code,
        {{ names('region', 'dim_region') }},
        revisions.relation,
        {{ code_names('relation') }},
        revisions.revision,
        {{ code_names('revision') }},
        revisions.years_later,
        revisions.unit_code,
        {{ names('unit', 'dim_unit') }},
        revisions.earlier_plan_id,
        {{ titles('earlier_plan', 'earlier_plans') }},
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
        {{ divide('revisions.earlier_aligned_base', 'dim_unit.to_base_factor') }} as earlier_aligned,
        revisions.later_plan_id,
        {{ titles('later_plan', 'later_plans') }},
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
        {{ divide('revisions.later_aligned_base', 'dim_unit.to_base_factor') }} as later_aligned,
        {{ divide('revisions.difference_aligned_base', 'dim_unit.to_base_factor') }} as difference_aligned
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
