with indicator_non_matches as (

    select * from {{ ref('stg_indicator_non_matches') }}

)

select * from indicator_non_matches
