with source as (

    select * from {{ source('inputs', 'progress_thresholds') }}

),

renamed as (

    select
        method_id,
        {{ to_integer('method_version') }} as method_version,
        {{ to_double('substantial') }} as substantial,
        {{ to_double('moderate') }} as moderate,
        {{ to_double('limited') }} as limited
    from source

)

select * from renamed
