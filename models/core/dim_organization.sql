with organizations as (

    select * from {{ ref('stg_organizations') }}

)

select * from organizations
