with plan_values as (

    select * from {{ ref('stg_plan_values') }}
    {{ rows_to_make() }}

),

parsed as (

    {{ parse_values('plan_values') | indent(4) }}

)

select * from parsed
