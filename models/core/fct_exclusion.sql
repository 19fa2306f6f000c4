with exclusions as (

    select * from {{ ref('stg_exclusions') }}

)

select * from exclusions
