with {{ imports([
    'fct_finding',
    'fct_check_run',
    'fct_plan_value',
    'dim_indicator',
    'dim_unit',
    'dim_domain',
    'dim_region',
    'dim_plan',
    'dim_code',
]) }},

ordered as (

    select
        series_key,
        finding_key,
        year,
        row_number() over (partition by series_key order by year asc, finding_key asc) as place
    from fct_finding

),

series as (

    select
        series_key,
        min(year) as series_first_year,
        max(year) as series_last_year,
        count(*) as series_finding_count,
        max(case when place = 1 then finding_key end) as first_finding_key
    from ordered
    group by series_key

),

final as (

    select
        findings.finding_key,
        findings.series_key,
        series.series_first_year,
        series.series_last_year,
        cast(series.series_finding_count as integer) as series_finding_count,
        findings.finding_key = series.first_finding_key as is_first_in_series,
        findings.check_id,
        {{ titles('check', 'rules') }},
        findings.severity,
        {{ code_names('severity') }},
        findings.status,
        {{ code_names('status') }},
        case when findings.status = 'not_applicable' then 0 else 1 end as finding_count,
        findings.known_class,
        {{ code_names('known_class') }},
        findings.plan_id,
        {{ names('plan', 'dim_plan') }},
        {{ titles('plan', 'dim_plan') }},
        dim_plan.first_year as plan_first_year,
        findings.indicator_code,
        {{ names('indicator', 'dim_indicator') }},
        dim_indicator.domain_code,
        {{ names('domain', 'dim_domain') }},
        findings.region_code,
        {{ names('region', 'dim_region') }},
        findings.year,
        findings.left_value_id,
        findings.left_section,
        left_values.char_start as left_char_start,
        {{ printed_text('left_values') }} as left_printed_text,
        findings.left_value,
        findings.right_value_id,
        findings.right_plan_id,
        {{ names('right_plan', 'right_plans') }},
        findings.right_section,
        right_values.char_start as right_char_start,
        {{ printed_text('right_values') }} as right_printed_text,
        findings.right_value,
        findings.difference,
        findings.tolerance,
        left_values.base_unit_code,
        {{ unit_labels('base_unit', 'base_units') }},
        findings.explanation_zh,
        findings.explanation_en,
        findings.known_explanation_zh,
        findings.known_explanation_en,
        findings.review_on
    from fct_finding as findings
    inner join series
        on findings.series_key = series.series_key
    inner join fct_check_run as rules
        on findings.check_id = rules.check_id
    inner join dim_plan
        on findings.plan_id = dim_plan.plan_id
    left join dim_plan as right_plans
        on findings.right_plan_id = right_plans.plan_id
    left join fct_plan_value as left_values
        on findings.left_value_id = left_values.value_id
    left join fct_plan_value as right_values
        on findings.right_value_id = right_values.value_id
    left join dim_unit as base_units
        on left_values.base_unit_code = base_units.unit_code
    left join dim_indicator
        on findings.indicator_code = dim_indicator.indicator_code
    left join dim_domain
        on dim_indicator.domain_code = dim_domain.domain_code
    left join dim_region
        on findings.region_code = dim_region.region_code
    {{ join_code_names('findings.severity') }}
    {{ join_code_names('findings.status', code_list='finding_status') }}
    {{ join_code_names('findings.known_class') }}

)

select * from final
