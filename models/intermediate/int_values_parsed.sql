-- Read twice, and too wide to be kept between.
with plan_values as {{ dissolved() }}(

    select * from {{ ref('stg_plan_values') }}
    {{ rows_to_make() }}

),

parsed as (

    {{ parse_values('plan_values') | indent(4) }}

)

select * from parsed
