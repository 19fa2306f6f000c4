with statements as (

    select * from {{ ref('fct_target') }}
    where promise_id is not null

),

primary_statements as (

    select * from statements
    where is_primary_statement

),

-- Hedged figures, and those of a wider or narrower indicator, may differ without a contradiction.
counted as (

    select
        promise_id,
        count(*) as statement_count,
        case when count(distinct target_nature) = 1 then max(target_nature) end as target_nature,
        count(
            distinct case when match_grade in ('exact', 'close') and operator != 'approx' then value_base end
        ) > 1 as has_disagreement,
        count(distinct case when match_grade in ('exact', 'close') then operator end) > 1 as has_differing_operators
    from statements
    group by promise_id

),

final as (

    select
        primary_statements.promise_id,
        primary_statements.plan_id,
        primary_statements.indicator_code,
        primary_statements.match_grade,
        primary_statements.region_code,
        primary_statements.subgroup,
        primary_statements.period_start_year,
        primary_statements.period_end_year,
        primary_statements.period_basis,
        primary_statements.value_id as primary_value_id,
        primary_statements.measure,
        primary_statements.yardstick,
        primary_statements.operator,
        primary_statements.value_base,
        primary_statements.base_unit_code,
        primary_statements.value_text,
        primary_statements.commitment_strength,
        coalesce(primary_statements.target_nature, counted.target_nature) as target_nature,
        primary_statements.distribution,
        primary_statements.is_period_inferred,
        cast(counted.statement_count as integer) as statement_count,
        counted.has_disagreement,
        counted.has_differing_operators
    from primary_statements
    inner join counted
        on primary_statements.promise_id = counted.promise_id

)

select * from final
