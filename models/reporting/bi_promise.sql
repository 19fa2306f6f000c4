{%- set coded = [
    'period_basis', 'operator', 'measure', 'yardstick', 'match_grade', 'commitment_strength', 'target_nature',
] -%}
with {{ imports([
    'fct_promise', 'fct_target', 'mart_target_progress', 'dim_indicator', 'dim_unit', 'dim_domain', 'dim_region',
    'dim_plan', 'dim_code',
]) }},

final as (

    select
        promises.promise_id,
        promises.plan_id,
        {{ names('plan', 'dim_plan') }},
        promises.indicator_code,
        {{ names('indicator', 'dim_indicator') }},
        dim_indicator.aggregation,
        {{ code_names('aggregation') }},
        dim_indicator.is_provisional,
        dim_indicator.domain_code,
        {{ names('domain', 'dim_domain') }},
        promises.region_code,
        {{ names('region', 'dim_region') }},
        promises.period_end_year as year,
        promises.period_start_year,
        statements.label,
        promises.subgroup,
        {{ coded_columns('promises', coded) }},
        {{ printed_text('statements') }} as printed_text,
        {{ divide('promises.value_base', 'units.to_base_factor') }} as target_value,
        dim_indicator.unit_code,
        {{ names('unit', 'units') }},
        {{ unit_labels('unit', 'units') }},
        promises.statement_count,
        promises.has_disagreement,
        {{ coded_columns('progress', ['verdict', 'verdict_reason']) }},
        {{ coded_columns('statements', ['statement_kind']) }},
        promises.primary_value_id as value_id,
        statements.section,
        statements.char_start
    from fct_promise as promises
    inner join fct_target as statements
        on promises.primary_value_id = statements.value_id
    inner join mart_target_progress as progress
        on promises.promise_id = progress.promise_id
    inner join dim_indicator
        on promises.indicator_code = dim_indicator.indicator_code
    left join dim_unit as units
        on dim_indicator.unit_code = units.unit_code
    left join dim_domain
        on dim_indicator.domain_code = dim_domain.domain_code
    inner join dim_region
        on promises.region_code = dim_region.region_code
    inner join dim_plan
        on promises.plan_id = dim_plan.plan_id
    {{ join_code_names('dim_indicator.aggregation') }}
    {{ join_all_code_names('promises', coded) }}
    {{ join_code_names('progress.verdict') }}
    {{ join_code_names('progress.verdict_reason') }}
    {{ join_code_names('statements.statement_kind') }}

)

select * from final
