with successions as (

    select * from {{ ref('stg_region_successions') }}

)

select * from successions
