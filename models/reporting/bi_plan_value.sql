{%- set printed = [
    'origin', 'value_role', 'period_basis', 'operator', 'match_grade', 'component_kind', 'statement_kind',
    'scope_difference',
] -%}
{%- set measured = ['measure', 'change_direction', 'change_base', 'yardstick'] -%}
{%- set promised = ['commitment_strength', 'target_nature', 'distribution'] -%}
with {{ imports([
    'fct_plan_value', 'bridge_indicator_match', 'dim_indicator', 'dim_unit', 'dim_domain', 'dim_region', 'dim_plan',
    'dim_source', 'dim_code',
]) }},

final as (

    select
        plan_values.value_id,
        plan_values.promise_id,
        plan_values.is_primary_statement,
        {{ coded_columns('plan_values', ['origin']) }},
        plan_values.plan_id,
        {{ names('plan', 'dim_plan') }},
        {{ titles('plan', 'dim_plan') }},
        dim_plan.first_year as plan_first_year,
        {{ source_columns('plan_values') }},
        plan_values.indicator_code,
        {{ names('indicator', 'dim_indicator') }},
        dim_indicator.aggregation,
        {{ code_names('aggregation') }},
        dim_indicator.domain_code,
        {{ names('domain', 'dim_domain') }},
        plan_values.region_code,
        {{ names('region', 'dim_region') }},
        plan_values.value_role,
        {{ code_names('value_role') }},
        plan_values.period_start_year,
        plan_values.period_end_year as year,
        plan_values.period_month,
        plan_values.is_half_year,
        plan_values.is_preliminary,
        plan_values.period_basis,
        {{ code_names('period_basis') }},
        plan_values.operator,
        {{ code_names('operator') }},
        plan_values.value_shape,
        {{ coded_columns('plan_values', measured) }},
        plan_values.change_base_year,
        plan_values.value,
        plan_values.value_upper,
        plan_values.lower_bound,
        plan_values.upper_bound,
        plan_values.lower_inclusive,
        plan_values.upper_inclusive,
        plan_values.unit_code,
        {{ names('unit', 'units') }},
        {{ unit_labels('unit', 'units') }},
        units.to_base_factor,
        plan_values.value_base,
        plan_values.lower_bound_base,
        plan_values.upper_bound_base,
        plan_values.yearly_average_base,
        plan_values.base_unit_code,
        {{ unit_labels('base_unit', 'base_units') }},
        plan_values.is_provisional,
        plan_values.match_grade,
        {{ code_names('match_grade') }},
        matches.reason_zh as match_reason_zh,
        matches.reason_en as match_reason_en,
        plan_values.component_kind,
        {{ code_names('component_kind') }},
        plan_values.label,
        plan_values.subgroup,
        plan_values.value_text,
        plan_values.unit_text,
        {{ printed_text('plan_values') }} as printed_text,
        plan_values.statement_kind,
        {{ code_names('statement_kind') }},
        plan_values.section,
        plan_values.char_start,
        plan_values.table_row,
        plan_values.table_column,
        plan_values.is_core,
        plan_values.is_period_inferred,
        {{ coded_columns('plan_values', promised) }},
        plan_values.yearly_growth_text,
        plan_values.is_shared_figure,
        plan_values.shared_operator,
        plan_values.population,
        {{ code_names('population') }},
        plan_values.scope_difference,
        {{ code_names('scope_difference') }},
        plan_values.note
    from fct_plan_value as plan_values
    left join dim_indicator
        on plan_values.indicator_code = dim_indicator.indicator_code
    left join bridge_indicator_match as matches
        on
            plan_values.plan_id = matches.plan_id
            and plan_values.label = matches.label
            and plan_values.subgroup = matches.subgroup
            and plan_values.indicator_code = matches.indicator_code
    inner join dim_unit as units
        on plan_values.unit_code = units.unit_code
    inner join dim_unit as base_units
        on plan_values.base_unit_code = base_units.unit_code
    left join dim_domain
        on dim_indicator.domain_code = dim_domain.domain_code
    inner join dim_region
        on plan_values.region_code = dim_region.region_code
    left join dim_plan
        on plan_values.plan_id = dim_plan.plan_id
    {{ join_source('plan_values') }}
    {{ join_code_names('dim_indicator.aggregation') }}
    {{ join_all_code_names('plan_values', printed + measured + promised) }}
    {{ join_code_names('plan_values.population', code_list='population_base') }}

)

select * from final
