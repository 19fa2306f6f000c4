-- Read twice, and too wide to be kept between.
with mapped_values as {{ dissolved() }}(

    select * from {{ ref('int_values_mapped') }}

),

unit_spellings as (

    select * from {{ ref('stg_unit_spellings') }}

),

indicators as (

    select * from {{ ref('stg_indicators') }}

),

units as (

    select
        *,
        {{ whole_factor('to_base_factor') }} as whole_factor
    from {{ ref('stg_units') }}

),

with_printed_unit as (

    {{ resolve_units('mapped_values', 'unit_spellings') | indent(4) }}

),

-- A value without any printed unit takes that of its indicator, or of the project's size that it is.
with_unit as (

    select
        with_printed_unit.*,
        coalesce(
            case
                when with_printed_unit.unit_spelling = ''
                    then coalesce(indicators.unit_code, with_printed_unit.component_unit_code)
            end,
            with_printed_unit.printed_unit_code
        ) as unit_code,
        coalesce(indicators.is_yearly, false) as is_yearly,
        indicators.shape as indicator_shape,
        indicators.name_zh as indicator_name_zh,
        indicators.unit_code as indicator_unit_code
    from with_printed_unit
    left join indicators
        on with_printed_unit.indicator_code = indicators.indicator_code

),

in_base_unit as (

    select
        with_unit.*,
        units.quantity,
        units.base_unit_code,
        {{ to_base('with_unit.value', 'units.to_base_factor', 'units.whole_factor') }} as value_base,
        {{ to_base('with_unit.lower_bound', 'units.to_base_factor', 'units.whole_factor') }} as lower_bound_base,
        {{ to_base('with_unit.upper_bound', 'units.to_base_factor', 'units.whole_factor') }} as upper_bound_base
    from with_unit
    left join units
        on with_unit.unit_code = units.unit_code

),

with_measure as (

    select
        in_base_unit.*,
        {{ measure(
            'in_base_unit', 'in_base_unit.indicator_shape', 'in_base_unit.indicator_name_zh',
            'indicator_units.base_unit_code'
        ) }} as measure
    from in_base_unit
    left join units as indicator_units
        on in_base_unit.indicator_unit_code = indicator_units.unit_code

),

-- Beside yearly figures a sum over years is shown as its average, never better than close, where the quantity comes
-- every year: a recognised village comes once. Full coverage is no sum.
with_yearly_average as (

    select
        *,
        case
            when period_basis = 'cumulative' and operator != 'full_coverage' and is_yearly and measure = 'level'
                then {{ divide('value_base', 'period_end_year - period_start_year + 1') }}
        end as yearly_average_base,
        case
            when period_basis != 'cumulative' or operator = 'full_coverage' or not is_yearly then null
            when measure != 'level' then null
            when match_grade in ('exact', 'close') then 'close'
            else match_grade
        end as yearly_average_grade
    from with_measure

)

select * from with_yearly_average
