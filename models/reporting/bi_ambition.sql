with {{ imports([
    'mart_target_ambition', 'fct_target', 'dim_indicator', 'dim_unit', 'dim_domain', 'dim_region', 'dim_plan', 'dim_code',
]) }},

final as (

    select
        ambition.promise_id,
        ambition.plan_id,
        {{ names('plan', 'dim_plan') }},
        ambition.indicator_code,
        {{ names('indicator', 'dim_indicator') }},
        dim_indicator.aggregation,
        {{ code_names('aggregation') }},
        ambition.domain_code,
        {{ names('domain', 'dim_domain') }},
        ambition.region_code,
        {{ names('region', 'dim_region') }},
        ambition.period_end_year as year,
        ambition.period_start_year,
        {{ coded_columns('ambition', ['direction', 'operator']) }},
        statements.label,
        statements.subgroup,
        {{ printed_text('statements') }} as printed_text,
        {{ divide('ambition.value_base', 'units.to_base_factor') }} as target_value,
        ambition.baseline_value_id,
        ambition.baseline_year,
        {{ divide('ambition.baseline_value_base', 'units.to_base_factor') }} as baseline_value,
        {{ divide('ambition.required_yearly_change_base', 'units.to_base_factor') }} as required_yearly_change,
        dim_indicator.unit_code,
        {{ names('unit', 'units') }},
        {{ unit_labels('unit', 'units') }},
        ambition.gap_closed_share,
        ambition.rank_among_comparable,
        ambition.comparable_count,
        ambition.province_value_id,
        {{ divide('ambition.province_value_base', 'units.to_base_factor') }} as province_value,
        {{ divide('ambition.difference_to_province_base', 'units.to_base_factor') }} as difference_to_province,
        ambition.is_below_record,
        ambition.value_id,
        statements.section,
        statements.char_start
    from mart_target_ambition as ambition
    inner join fct_target as statements
        on ambition.value_id = statements.value_id
    inner join dim_indicator
        on ambition.indicator_code = dim_indicator.indicator_code
    left join dim_unit as units
        on dim_indicator.unit_code = units.unit_code
    left join dim_domain
        on ambition.domain_code = dim_domain.domain_code
    inner join dim_region
        on ambition.region_code = dim_region.region_code
    inner join dim_plan
        on ambition.plan_id = dim_plan.plan_id
    {{ join_code_names('dim_indicator.aggregation') }}
    {{ join_all_code_names('ambition', ['direction', 'operator']) }}

)

select * from final
