-- What would conflict if the definitions were one: shown, never called a contradiction.
with plan_values as (

    select
        plan_values.*,
        plan_values.value_text || case when plan_values.unit_text = '' then '' else ' ' || plan_values.unit_text end as printed,
        cast(plan_values.period_end_year as varchar) as period_text,
        indicators.name_zh,
        case when plan_values.value_role = 'target' then 'target' else 'recorded' end as role_group
    from {{ ref('fct_plan_value') }} as plan_values
    inner join {{ ref('dim_indicator') }} as indicators
        on plan_values.indicator_code = indicators.indicator_code
    where plan_values.value is not null
        and plan_values.statement_kind in ('indicator_table', 'commitment')

),

matches as (

    select * from {{ ref('bridge_indicator_match') }}

),

pairs as (

    select
{{ check_pair(
    'definitions_differ', 'others', 'comparable',
    "case when " ~ intervals_meet('others', 'comparable') ~ " then 'pass' else 'not_applicable' end",
    "others.name_zh || ': ' || " ~ told('others') ~ " || ' beside ' || " ~ told('comparable') ~ " || ' is no contradiction. ' || matches.reason"
) }}
    from plan_values as others
    inner join plan_values as comparable
        on {{ same_subject('others', 'comparable') }}
        and others.role_group = comparable.role_group
    inner join matches
        on others.plan_id = matches.plan_id
        and others.label = matches.label
    where others.match_grade in ('broad', 'narrow')
        and comparable.match_grade in ('exact', 'close')

)

select * from pairs
