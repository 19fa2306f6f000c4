with progress_methods as (

    select * from {{ ref('stg_progress_thresholds') }}

)

select * from progress_methods
