with parsed_values as (

    select * from {{ ref('int_values_parsed') }}

),

unit_spellings as (

    select * from {{ ref('stg_unit_spellings') }}

),

units as (

    select * from {{ ref('stg_units') }}

),

with_unit as (

    {{ resolve_units('parsed_values', 'unit_spellings') | indent(4) }}

),

in_base_unit as (

    select
        with_unit.*,
        units.quantity,
        units.base_unit_code,
        {{ to_base('with_unit.value', 'units.to_base_factor') }} as value_base,
        {{ to_base('with_unit.lower_bound', 'units.to_base_factor') }} as lower_bound_base,
        {{ to_base('with_unit.upper_bound', 'units.to_base_factor') }} as upper_bound_base
    from with_unit
    left join units
        on with_unit.unit_code = units.unit_code

)

select * from in_base_unit
