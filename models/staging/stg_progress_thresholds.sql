with source as (

    select * from {{ source('inputs', 'progress_thresholds') }}

),

renamed as (

    select
        method_id,
        cast(method_version as integer) as method_version,
        cast(substantial as double) as substantial,
        cast(moderate as double) as moderate,
        cast(limited as double) as limited
    from source

)

select * from renamed
