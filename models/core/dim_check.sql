with checks as (

    select * from {{ ref('stg_checks') }}

)

select * from checks
