{{ config(pre_hook="{{ delete_rows_to_make(this) }}") }}

with normalised_values as (

    select * from {{ ref('int_values_normalised') }}

),

promise_statements as (

    select * from {{ ref('int_promise_statements') }}

),

value_territories as (

    select * from {{ ref('int_value_territories') }}

),

final as (

    select
        normalised_values.value_id,
        promise_statements.promise_id,
        coalesce(promise_statements.is_primary_statement, false) as is_primary_statement,
        normalised_values.plan_id,
        normalised_values.source_id,
        normalised_values.indicator_code,
        normalised_values.match_grade,
        normalised_values.is_provisional,
        normalised_values.component_kind,
        normalised_values.origin,
        normalised_values.region_code,
        value_territories.territory_code,
        normalised_values.subgroup,
        normalised_values.value_role,
        normalised_values.period_start_year,
        normalised_values.period_end_year,
        normalised_values.period_month,
        normalised_values.is_half_year,
        normalised_values.period_basis,
        normalised_values.operator,
        normalised_values.value,
        normalised_values.value_upper,
        normalised_values.unit_code,
        normalised_values.value_base,
        normalised_values.lower_bound,
        normalised_values.upper_bound,
        normalised_values.lower_inclusive,
        normalised_values.upper_inclusive,
        normalised_values.lower_bound_base,
        normalised_values.upper_bound_base,
        normalised_values.base_unit_code,
        normalised_values.yearly_average_base,
        normalised_values.yearly_average_grade,
        normalised_values.value_shape,
        normalised_values.measure,
        normalised_values.change_direction,
        normalised_values.change_base,
        normalised_values.change_base_year,
        normalised_values.yardstick,
        normalised_values.statement_kind,
        normalised_values.section,
        normalised_values.table_row,
        normalised_values.table_column,
        normalised_values.label,
        normalised_values.value_text,
        normalised_values.unit_text,
        normalised_values.char_start,
        normalised_values.is_core,
        normalised_values.is_period_inferred,
        normalised_values.commitment_strength,
        normalised_values.target_nature,
        normalised_values.yearly_growth_text,
        normalised_values.distribution,
        normalised_values.is_shared_figure,
        normalised_values.shared_operator,
        normalised_values.shared_operator_char_start,
        normalised_values.published_on,
        normalised_values.is_preliminary,
        normalised_values.population,
        normalised_values.scope_difference,
        normalised_values.note,
        normalised_values.input_file
    from normalised_values
    left join promise_statements
        on normalised_values.value_id = promise_statements.value_id
    left join value_territories
        on normalised_values.value_id = value_territories.value_id

)

select * from final
