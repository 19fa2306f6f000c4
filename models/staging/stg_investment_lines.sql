with source as (

    select * from {{ source('inputs', 'investment_lines') }}

),

renamed as (

    select
        plan_id,
        {{ to_integer('line_no') }} as line_no,
        name,
        category,
        is_total = 'true' as is_total
    from source

)

select * from renamed
