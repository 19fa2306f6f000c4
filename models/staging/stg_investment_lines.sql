with source as (

    select * from {{ source('inputs', 'investment_lines') }}

),

renamed as (

    select
        plan_id,
        cast(line_no as integer) as line_no,
        name,
        coalesce(category, '') as category,
        is_total = 'true' as is_total
    from source

)

select * from renamed
