with sources as (

    select * from {{ ref('stg_sources') }}

)

select * from sources
