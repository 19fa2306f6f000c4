with parsed_values as (

    select * from {{ ref('int_values_parsed') }}

),

unit_spellings as (

    select * from {{ ref('stg_unit_spellings') }}

),

indicator_matches as (

    select * from {{ ref('stg_indicator_matches') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

units as (

    select * from {{ ref('stg_units') }}

),

with_printed_unit as (

    {{ resolve_units('parsed_values', 'unit_spellings') | indent(4) }}

),

-- A value without any printed unit takes its indicator's.
with_unit as (

    select
        with_printed_unit.*,
        coalesce(
            case when with_printed_unit.unit_spelling = '' then indicators.unit_code end,
            with_printed_unit.printed_unit_code
        ) as unit_code
    from with_printed_unit
    left join indicator_matches
        on with_printed_unit.plan_id = indicator_matches.plan_id
        and with_printed_unit.label = indicator_matches.label
        and with_printed_unit.subgroup = indicator_matches.subgroup
    left join indicators
        on indicator_matches.indicator_code = indicators.indicator_code

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
