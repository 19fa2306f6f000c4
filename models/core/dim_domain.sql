with domains as (

    select * from {{ ref('stg_domains') }}

)

select * from domains
