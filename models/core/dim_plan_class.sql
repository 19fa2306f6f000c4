with plan_classes as (

    select * from {{ ref('stg_plan_classes') }}

)

select * from plan_classes
