-- A factor of ten is a slip until somebody has confirmed the figure: until then there is no verdict.
with jumps as (

    select * from {{ ref('int_outcome_jumps') }}

),

comparable_values as (

    select * from {{ ref('int_values_ranked') }}

),

judged as (

    select
        {{ pair_subject('targets', 'records') }},
        case when jumps.is_jump then 'fail' else 'pass' end as status,
        targets.name_en || ': ' || {{ stated_in('records') }} || ' records ' || {{ describe_value('records') }}
        || ' of the target ' || {{ describe_value('targets') }}
        || ', ten times beyond it or a tenth; no verdict until the figure is confirmed' as explanation_en,
        targets.name_zh || '：' || {{ stated_in('records') }} || '记录' || {{ describe_value('records') }}
        || '，目标为' || {{ describe_value('targets') }} || '，相差十倍以上，核实前不作判断' as explanation_zh
    from jumps
    inner join comparable_values as targets
        on jumps.value_id = targets.value_id
    inner join comparable_values as records
        on jumps.outcome_value_id = records.value_id

),

final as (

    {{ rule_columns('outcome_jump') }}

)

select * from final
