with source as (

    select * from {{ source('inputs', 'amount_measures') }}

),

renamed as (

    select
        plan_id,
        statement_kind,
        table_column,
        amount_measure
    from source

)

select * from renamed
