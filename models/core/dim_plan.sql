with plans as (

    select * from {{ ref('stg_plans') }}

)

select * from plans
