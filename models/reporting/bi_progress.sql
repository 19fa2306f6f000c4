with {{ imports([
    'mart_target_progress', 'fct_promise', 'fct_target', 'fct_observation', 'dim_indicator', 'dim_unit', 'dim_domain',
    'dim_region', 'dim_plan', 'dim_source', 'dim_code',
]) }},

final as (

    select
        progress.promise_id,
        progress.value_id,
        promises.statement_count,
        promises.has_disagreement,
        progress.plan_id,
        {{ names('plan', 'dim_plan') }},
        {{ titles('plan', 'dim_plan') }},
        dim_plan.first_year as plan_first_year,
        progress.indicator_code,
        {{ names('indicator', 'dim_indicator') }},
        dim_indicator.aggregation,
        {{ code_names('aggregation') }},
        dim_indicator.is_provisional,
        progress.domain_code,
        {{ names('domain', 'dim_domain') }},
        progress.direction,
        progress.shape,
        progress.region_code,
        {{ names('region', 'dim_region') }},
        progress.period_start_year,
        progress.period_end_year as year,
        progress.period_basis,
        {{ code_names('period_basis') }},
        targets.statement_kind,
        {{ code_names('statement_kind') }},
        targets.section,
        targets.char_start,
        targets.label,
        targets.match_grade,
        progress.value_text,
        targets.unit_text,
        {{ coded_columns('progress', ['commitment_strength']) }},
        {{ coded_columns('promises', ['target_nature']) }},
        {{ printed_text('targets') }} as printed_text,
        {{ coded_columns('progress', ['operator', 'measure', 'yardstick']) }},
        targets.change_direction,
        targets.change_base,
        targets.change_base_year,
        progress.change_base_value_id,
        {{ divide('progress.value_base', 'units.to_base_factor') }} as target_value,
        {{ divide(
            "case when progress.measure = 'level' then targets.upper_bound_base end", 'units.to_base_factor'
        ) }} as target_upper_bound,
        progress.value_base,
        progress.base_unit_code,
        {{ unit_labels('base_unit', 'base_units') }},
        progress.baseline_source,
        progress.baseline_plan_id,
        progress.baseline_year,
        {{ divide('progress.baseline_value_base', 'units.to_base_factor') }} as baseline_value,
        progress.baseline_value_base,
        progress.baseline_value_id,
        progress.outcome_year,
        progress.outcome_month,
        progress.is_outcome_preliminary,
        {{ divide('progress.outcome_value_base', 'units.to_base_factor') }} as outcome_value,
        progress.outcome_value_base,
        progress.outcome_value_id,
        progress.outcome_plan_id,
        {{ source_columns('outcomes', 'outcome_') }},
        dim_indicator.unit_code,
        {{ names('unit', 'units') }},
        {%- for column in [
            'required_yearly_change_base', 'required_yearly_change_pp', 'observed_yearly_change_base', 'required_cagr',
            'observed_cagr', 'growth_ratio', 'growth_band', 'linear_pace', 'linear_band', 'has_differing_bands', 'score',
            'elapsed_share',
        ] %}
            progress.{{ column }},
        {%- endfor %}
        progress.is_met,
        progress.is_baseline_beyond_target,
        {{ coded_columns('progress', ['verdict', 'verdict_reason']) }},
        progress.verdict not in ('not_assessable', 'no_later_record', 'not_due') as is_assessed,
        progress.lag_years,
        progress.years_on_record,
        progress.as_of_year,
        progress.is_achieved_early,
        progress.method_id,
        progress.method_version
    from mart_target_progress as progress
    inner join fct_promise as promises
        on progress.promise_id = promises.promise_id
    inner join fct_target as targets
        on progress.value_id = targets.value_id
    inner join dim_indicator
        on progress.indicator_code = dim_indicator.indicator_code
    left join dim_unit as units
        on dim_indicator.unit_code = units.unit_code
    inner join dim_unit as base_units
        on progress.base_unit_code = base_units.unit_code
    left join dim_domain
        on progress.domain_code = dim_domain.domain_code
    inner join dim_region
        on progress.region_code = dim_region.region_code
    inner join dim_plan
        on progress.plan_id = dim_plan.plan_id
    left join fct_observation as outcomes
        on progress.outcome_value_id = outcomes.value_id
    {{ join_source('outcomes') }}
    {{ join_code_names('dim_indicator.aggregation') }}
    {{ join_all_code_names('progress', [
        'period_basis', 'operator', 'measure', 'yardstick', 'commitment_strength', 'verdict', 'verdict_reason',
    ]) }}
    {{ join_code_names('targets.statement_kind') }}
    {{ join_code_names('promises.target_nature') }}

)

select * from final
