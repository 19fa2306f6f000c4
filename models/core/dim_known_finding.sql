with known_findings as (

    select * from {{ ref('stg_known_findings') }}

)

select * from known_findings
