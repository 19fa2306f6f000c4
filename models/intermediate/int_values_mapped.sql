-- First form: an indicator is one (plan, label, subgroup), so nothing is yet comparable across plans.
with normalised_values as (

    select * from {{ ref('int_values_normalised') }}

),

mapped as (

    select
        *,
        plan_id || ':' || label || case when subgroup = '' then '' else '/' || subgroup end as indicator_code,
        'exact' as match_grade
    from normalised_values

)

select * from mapped
