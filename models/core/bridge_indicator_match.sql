with indicator_matches as (

    select * from {{ ref('stg_indicator_matches') }}

)

select * from indicator_matches
