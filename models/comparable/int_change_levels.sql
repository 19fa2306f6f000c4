{%- set opposites = [
    ('value_base', 'value_base'), ('lower_bound_base', 'upper_bound_base'), ('upper_bound_base', 'lower_bound_base'),
] -%}
-- A change comes to a level where the record that it is counted from is known: base 100 and 下降30% are 70.
with changes as (

    select * from {{ ref('fct_plan_value') }}
    where
        measure = 'change'
        and value_role = 'target'
        and indicator_code is not null

),

records as (

    select * from {{ ref('fct_plan_value') }}
    where
        value_role in ('baseline', 'actual')
        and measure = 'level'
        and operator = 'eq'
        and match_grade in ('exact', 'close')
        and period_start_year = period_end_year

),

indicators as (

    select * from {{ ref('dim_indicator') }}

),

units as (

    select * from {{ ref('dim_unit') }}

),

plans as (

    select * from {{ ref('dim_plan') }}

),

timed as (

    select
        changes.*,
        indicators.population_base,
        indicators.within_year,
        indicator_units.base_unit_code as indicator_base_unit_code,
        {{ is_size_of_decline('changes', 'indicators', 'indicator_units') }} as is_size_of_decline,
        {{ change_kind('changes', 'indicators', 'units', 'indicator_units') }} as change_kind,
        {{ change_from_year('changes', 'plans') }} as from_year
    from changes
    inner join indicators
        on changes.indicator_code = indicators.indicator_code
    inner join units
        on changes.unit_code = units.unit_code
    inner join units as indicator_units
        on indicators.unit_code = indicator_units.unit_code
    inner join plans
        on changes.plan_id = plans.plan_id

),

-- Of several records of the year that of the plan itself, then the latest that was published.
based as (

    select
        timed.*,
        records.value_id as base_value_id,
        records.value_base as start_base,
        case timed.change_base when 'each_year' then timed.period_end_year - timed.from_year else 1 end as year_count,
        row_number() over (
            partition by timed.value_id
            order by
                case when timed.plan_id = records.plan_id and records.origin = 'plan' then 1 else 2 end asc,
                case records.match_grade when 'exact' then 1 else 2 end asc,
                {{ latest_vintage('records.published_on') }},
                case when records.statement_kind = 'indicator_table' then 1 else 2 end asc,
                records.value_id asc
        ) as preference
    from timed
    left join records
        on
            timed.indicator_code = records.indicator_code
            and {{ same_place('timed', 'records') }}
            and timed.from_year = records.period_end_year
            and timed.from_year < timed.period_end_year
            and timed.indicator_base_unit_code = records.base_unit_code
            and coalesce(nullif(records.subgroup, ''), timed.subgroup) is not distinct from timed.subgroup
            and {{ has_indicator_scope('records', 'timed.population_base') }}
            and {{ standing('records', 'timed.within_year') }} = 'final'
            and not timed.is_size_of_decline

),

final as (

    select
        value_id,
        base_value_id as change_base_value_id,
        case when base_value_id is not null then from_year end as change_from_year,
        indicator_base_unit_code as base_unit_code,
        {%- for number, opposite in opposites %}
            case
                when is_size_of_decline then -{{ opposite }}
                else {{ changed_level('start_base', number, 'change_kind', 'year_count', 'indicator_base_unit_code') }}
            end as {{ number }},
        {%- endfor %}
        case when is_size_of_decline then upper_inclusive else lower_inclusive end as lower_inclusive,
        case when is_size_of_decline then lower_inclusive else upper_inclusive end as upper_inclusive,
        case when change_kind is null then 'change_ambiguous' else 'change_without_base' end as obstacle_without_level
    from based
    where preference = 1

)

select * from final
