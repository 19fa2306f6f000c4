with {{ imports([
    'fct_plan_value',
    'bridge_indicator_match',
    'mart_target_progress',
    'dim_indicator',
    'dim_unit',
    'dim_domain',
    'dim_region',
    'dim_plan',
    'dim_source',
    'dim_code',
]) }},

-- Bounds are divided by the years of a sum, as the sum is.
scaled as (

    select
        plan_values.*,
        {{ names('indicator', 'dim_indicator') }},
        dim_indicator.aggregation,
        dim_indicator.within_year,
        dim_indicator.domain_code,
        dim_unit.unit_code as indicator_unit_code,
        {{ names('unit', 'dim_unit') }},
        plan_values.yearly_average_base is not null as is_yearly_average,
        coalesce(plan_values.yearly_average_grade, plan_values.match_grade) as compared_grade,
        -- A change or a rank is not in the unit of the indicator.
        case
            when plan_values.measure = 'level' then dim_unit.to_base_factor * {{ years_averaged('plan_values') }}
        end as divisor
    from fct_plan_value as plan_values
    inner join dim_indicator
        on plan_values.indicator_code = dim_indicator.indicator_code
    left join dim_unit
        on dim_indicator.unit_code = dim_unit.unit_code
    where
        coalesce(plan_values.match_grade, '') != 'related'
        and plan_values.value_role != 'none'

),

final as (

    select
        scaled.value_id,
        scaled.indicator_code,
        scaled.indicator_zh,
        scaled.indicator_en,
        scaled.aggregation,
        {{ code_names('aggregation') }},
        scaled.domain_code,
        {{ names('domain', 'dim_domain') }},
        scaled.region_code,
        {{ names('region', 'dim_region') }},
        scaled.period_start_year,
        scaled.period_end_year as year,
        scaled.period_month,
        scaled.is_half_year,
        scaled.period_basis,
        scaled.origin,
        scaled.value_role,
        {{ code_names('value_role') }},
        scaled.plan_id,
        {{ names('plan', 'dim_plan') }},
        {{ source_columns('scaled') }},
        scaled.is_preliminary,
        {{ standing('scaled', 'scaled.within_year') }} as standing,
        scaled.scope_difference,
        {{ code_names('scope_difference') }},
        scaled.label,
        {{ printed_text('scaled') }} as printed_text,
        scaled.operator,
        {{ code_names('operator') }},
        {{ divide('scaled.value_base', 'scaled.divisor') }} as shown_value,
        {{ divide('scaled.lower_bound_base', 'scaled.divisor') }} as shown_lower_bound,
        {{ divide('scaled.upper_bound_base', 'scaled.divisor') }} as shown_upper_bound,
        scaled.indicator_unit_code as unit_code,
        scaled.unit_zh,
        scaled.unit_en,
        scaled.is_yearly_average,
        scaled.is_provisional,
        scaled.compared_grade,
        {{ code_names('compared_grade') }},
        matches.reason_zh as match_reason_zh,
        matches.reason_en as match_reason_en,
        progress.verdict,
        {{ code_names('verdict') }},
        progress.verdict_reason,
        {{ code_names('verdict_reason') }},
        progress.is_achieved_early,
        scaled.section,
        scaled.char_start
    from scaled
    left join bridge_indicator_match as matches
        on
            scaled.plan_id = matches.plan_id
            and scaled.label = matches.label
            and scaled.subgroup = matches.subgroup
            and scaled.indicator_code = matches.indicator_code
    left join dim_domain
        on scaled.domain_code = dim_domain.domain_code
    inner join dim_region
        on scaled.region_code = dim_region.region_code
    left join dim_plan
        on scaled.plan_id = dim_plan.plan_id
    {{ join_source('scaled') }}
    left join mart_target_progress as progress
        on scaled.promise_id = progress.promise_id
    {{ join_code_names('scaled.aggregation') }}
    {{ join_code_names('scaled.value_role') }}
    {{ join_code_names('scaled.operator') }}
    {{ join_code_names('scaled.scope_difference') }}
    {{ join_code_names('scaled.compared_grade', code_list='match_grade') }}
    {{ join_code_names('progress.verdict') }}
    {{ join_code_names('progress.verdict_reason') }}

)

select * from final
