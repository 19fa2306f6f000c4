with normalised_values as (

    select * from {{ ref('int_values_normalised') }}

),

indicator_matches as (

    select * from {{ ref('stg_indicator_matches') }}

),

mapped as (

    select
        normalised_values.*,
        indicator_matches.indicator_code,
        indicator_matches.match_grade
    from normalised_values
    left join indicator_matches
        on normalised_values.plan_id = indicator_matches.plan_id
        and normalised_values.label = indicator_matches.label
        and normalised_values.subgroup = indicator_matches.subgroup

),

-- A sum over years stands beside yearly figures as its average, which is never more than close. Full coverage is no sum.
with_yearly_average as (

    select
        *,
        case when period_basis = 'cumulative' and operator != 'full_coverage' then {{ divide('value_base', 'period_end_year - period_start_year + 1') }} end
            as yearly_average_base,
        case
            when period_basis != 'cumulative' or operator = 'full_coverage' then null
            when match_grade in ('exact', 'close') then 'close'
            else match_grade
        end as yearly_average_grade
    from mapped

)

select * from with_yearly_average
