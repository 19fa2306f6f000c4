-- A target is of the territory that its plan knew: it runs from the plan's first year.
with plan_values as (

    select * from {{ ref('int_values_normalised') }}

),

plans as (

    select * from {{ ref('stg_plans') }}

),

territories as (

    select * from {{ ref('int_region_territories') }}

),

changed as (

    select distinct region_code from territories

),

running as (

    select
        plan_values.value_id,
        plan_values.region_code,
        case
            when plan_values.value_role = 'target' and plans.first_year < plan_values.period_start_year
                then plans.first_year
            else plan_values.period_start_year
        end as from_year,
        plan_values.period_end_year as to_year
    from plan_values
    inner join changed
        on plan_values.region_code = changed.region_code
    left join plans
        on plan_values.plan_id = plans.plan_id

),

-- What runs across a change is of no other value's territory.
final as (

    select
        running.value_id,
        coalesce(territories.territory_code, running.region_code || ':' || running.value_id) as territory_code
    from running
    left join territories
        on
            running.region_code = territories.region_code
            and running.from_year >= coalesce(territories.valid_from, 0)
            and running.to_year <= coalesce(territories.valid_to, 9999)

)

select * from final
