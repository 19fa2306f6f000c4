with normalised_values as (

    select * from {{ ref('int_values_normalised') }}

),

final as (

    select
        value_id,
        plan_id,
        indicator_code,
        match_grade,
        component_kind,
        origin,
        region_code,
        subgroup,
        value_role,
        period_start_year,
        period_end_year,
        period_month,
        period_basis,
        operator,
        value,
        value_upper,
        unit_code,
        value_base,
        lower_bound,
        upper_bound,
        lower_inclusive,
        upper_inclusive,
        lower_bound_base,
        upper_bound_base,
        base_unit_code,
        yearly_average_base,
        yearly_average_grade,
        value_shape,
        statement_kind,
        section,
        table_row,
        table_column,
        label,
        value_text,
        unit_text,
        char_start,
        is_core,
        is_period_inferred,
        commitment_strength,
        distribution,
        is_shared_figure,
        shared_operator,
        shared_operator_char_start,
        note
    from normalised_values

)

select * from final
