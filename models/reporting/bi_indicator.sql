with {{ imports(['dim_indicator', 'dim_unit', 'dim_domain', 'dim_code']) }},

final as (

    select
        dim_indicator.indicator_code,
        {{ names('indicator', 'dim_indicator') }},
        dim_indicator.definition_zh,
        dim_indicator.definition_en,
        dim_indicator.domain_code,
        {{ names('domain', 'dim_domain') }},
        dim_domain.sort_order as domain_sort_order,
        dim_indicator.direction,
        {{ code_names('direction') }},
        dim_indicator.shape,
        {{ code_names('shape') }},
        dim_indicator.aggregation,
        {{ code_names('aggregation') }},
        dim_indicator.is_yearly,
        dim_indicator.population_base,
        {{ code_names('population_base') }},
        dim_indicator.unit_code,
        {{ names('unit', 'dim_unit') }},
        {{ unit_labels('unit', 'dim_unit') }},
        dim_indicator.floor,
        dim_indicator.ceiling,
        dim_indicator.plan_count,
        dim_indicator.region_count,
        dim_indicator.is_comparable,
        dim_indicator.is_provisional
    from dim_indicator
    left join dim_unit
        on dim_indicator.unit_code = dim_unit.unit_code
    left join dim_domain
        on dim_indicator.domain_code = dim_domain.domain_code
    {{ join_code_names('dim_indicator.direction') }}
    {{ join_code_names('dim_indicator.shape') }}
    {{ join_code_names('dim_indicator.aggregation') }}
    {{ join_code_names('dim_indicator.population_base') }}

)

select * from final
