with {{ imports([
    'mart_region_comparison',
    'dim_unit',
    'dim_domain',
    'dim_indicator',
    'dim_region',
    'dim_plan',
    'dim_code',
]) }},

final as (

    select
        places.indicator_code,
        {{ names('indicator', 'places') }},
        places.domain_code,
        {{ names('domain', 'dim_domain') }},
        places.year,
        places.role_group,
        {{ code_names('role_group') }},
        places.region_code,
        {{ names('region', 'dim_region') }},
        places.years_apart,
        places.rank_among_places,
        places.place_count,
        places.compared_value,
        places.unit_code,
        {{ names('unit', 'dim_unit') }},
        {{ unit_labels('unit', 'dim_unit') }},
        places.operator,
        {{ code_names('operator') }},
        places.value_text,
        places.period_start_year,
        places.period_end_year,
        places.period_basis,
        {{ code_names('period_basis') }},
        places.is_sum_over_years,
        places.yearly_average,
        dim_indicator.aggregation,
        {{ code_names('aggregation') }},
        places.match_grade,
        {{ code_names('match_grade') }},
        places.label,
        places.plan_id,
        places.source_id,
        {{ titles('plan', 'dim_plan') }},
        places.value_id,
        {{ divide('places.best_value_base', 'dim_unit.to_base_factor') }} as best_value,
        {{ divide('places.spread_base', 'dim_unit.to_base_factor') }} as spread,
        {{ divide('places.difference_to_best_base', 'dim_unit.to_base_factor') }} as difference_to_best,
        places.higher_region_code,
        {{ names('higher_region', 'higher_regions') }},
        places.higher_value_id,
        {{ divide('places.higher_value_base', 'dim_unit.to_base_factor') }} as higher_value,
        {{ divide('places.difference_to_higher_base', 'dim_unit.to_base_factor') }} as difference_to_higher
    from mart_region_comparison as places
    inner join dim_indicator
        on places.indicator_code = dim_indicator.indicator_code
    inner join dim_unit
        on places.unit_code = dim_unit.unit_code
    inner join dim_domain
        on places.domain_code = dim_domain.domain_code
    inner join dim_region
        on places.region_code = dim_region.region_code
    left join dim_plan
        on places.plan_id = dim_plan.plan_id
    left join dim_region as higher_regions
        on places.higher_region_code = higher_regions.region_code
    {{ join_code_names('places.role_group') }}
    {{ join_code_names('places.operator') }}
    {{ join_code_names('places.period_basis') }}
    {{ join_code_names('dim_indicator.aggregation') }}
    {{ join_code_names('places.match_grade') }}

)

select * from final
