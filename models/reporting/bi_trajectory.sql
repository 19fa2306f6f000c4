with {{ imports(['mart_indicator_trajectory', 'dim_indicator', 'dim_unit', 'dim_domain', 'dim_region', 'dim_code']) }},

final as (

    select
        trajectory.indicator_code,
        {{ names('indicator', 'trajectory') }},
        dim_indicator.aggregation,
        {{ code_names('aggregation') }},
        trajectory.domain_code,
        {{ names('domain', 'dim_domain') }},
        trajectory.region_code,
        {{ names('region', 'dim_region') }},
        trajectory.year,
        trajectory.sequence_no,
        trajectory.unit_code,
        {{ names('unit', 'dim_unit') }},
        trajectory.recorded_compared_value,
        trajectory.recorded_period_start_year,
        trajectory.recorded_period_basis,
        {{ code_names('recorded_period_basis') }},
        trajectory.recorded_yearly_average,
        trajectory.recorded_operator,
        {{ code_names('recorded_operator') }},
        trajectory.recorded_value_text,
        trajectory.recorded_value_id,
        trajectory.recorded_plan_id,
        trajectory.recorded_source_id,
        trajectory.recorded_compared_grade,
        trajectory.target_compared_value,
        trajectory.target_period_start_year,
        trajectory.target_period_basis,
        {{ code_names('target_period_basis') }},
        trajectory.target_yearly_average,
        trajectory.target_operator,
        {{ code_names('target_operator') }},
        trajectory.target_value_text,
        trajectory.target_value_id,
        trajectory.target_plan_id,
        trajectory.target_compared_grade,
        trajectory.target_plan_count,
        trajectory.first_target_compared_value,
        trajectory.first_target_yearly_average,
        trajectory.first_target_value_id
    from mart_indicator_trajectory as trajectory
    inner join dim_indicator
        on trajectory.indicator_code = dim_indicator.indicator_code
    inner join dim_unit
        on trajectory.unit_code = dim_unit.unit_code
    inner join dim_domain
        on trajectory.domain_code = dim_domain.domain_code
    inner join dim_region
        on trajectory.region_code = dim_region.region_code
    {{ join_code_names('dim_indicator.aggregation') }}
    {{ join_code_names('trajectory.recorded_operator', code_list='operator') }}
    {{ join_code_names('trajectory.recorded_period_basis', code_list='period_basis') }}
    {{ join_code_names('trajectory.target_operator', code_list='operator') }}
    {{ join_code_names('trajectory.target_period_basis', code_list='period_basis') }}

)

select * from final
