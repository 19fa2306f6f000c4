-- First form: one indicator per (plan, label, subgroup); names and codes come from the plans, the judged columns stay empty.
with mapped_values as (

    select * from {{ ref('int_values_mapped') }}

),

final as (

    select
        indicator_code,
        min(label || case when subgroup = '' then '' else '（' || subgroup || '）' end) as name_zh,
        cast(null as varchar) as name_en,
        cast(null as varchar) as definition,
        cast(null as varchar) as domain_code,
        min(unit_code) as unit_code,
        cast(null as varchar) as direction,
        cast(null as varchar) as shape,
        cast(null as varchar) as population_base,
        cast(null as decimal(24, 6)) as floor,
        cast(null as decimal(24, 6)) as ceiling,
        cast(count(distinct plan_id) as integer) as plan_count,
        cast(count(distinct region_code) as integer) as region_count,
        count(distinct plan_id) > 1 as is_comparable
    from mapped_values
    group by indicator_code

)

select * from final
