with codes as (

    select * from {{ ref('stg_codes') }}

)

select * from codes
