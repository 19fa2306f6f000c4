-- A measure that a table prints must have a printed total: a comparison with null would never fail.
with investments as (

    select * from {{ ref('fct_investment') }}

),

measures as (

    {% for measure in ['total_yuan', 'in_plan_yuan', 'project_count'] -%}
        select
            plan_id,
            '{{ measure }}' as measure,
            is_total,
            cast({{ measure }} as decimal(28, 6)) as amount
        from investments
        where {{ measure }} is not null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

sums as (

    select
        plan_id,
        measure,
        sum(case when not is_total then amount end) as sum_of_lines,
        max(case when is_total then amount end) as printed_total
    from measures
    group by plan_id, measure

),

judged as (

    select
        plan_id || ':' || measure as subject,
        plan_id,
        {{ no_text() }} as left_value_id,
        {{ no_text() }} as right_value_id,
        sum_of_lines as left_value,
        printed_total as right_value,
        case when coalesce(sum_of_lines = printed_total, false) then 'pass' else 'fail' end as status,
        'the lines of the investment table add up to ' || {{ describe_amount('measure', 'sum_of_lines') }}
        || ', the printed total is ' || {{ describe_amount('measure', 'printed_total') }} as explanation_en,
        '投资表各行之和为' || {{ describe_amount('measure', 'sum_of_lines', '个项目', '无') }}
        || '，所印合计为' || {{ describe_amount('measure', 'printed_total', '个项目', '无') }} as explanation_zh
    from sums

),

final as (

    {{ rule_columns('investment_lines_against_total', has_indicator=false) }}

)

select * from final
