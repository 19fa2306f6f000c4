-- What would conflict if the definitions were one: shown, never called a contradiction.
with comparable_values as (

    select * from {{ ref('int_values_ranked') }}
    where not is_project_amount

),

matches as (

    select * from {{ ref('bridge_indicator_match') }}
    where is_primary

),

judged as (

    select
        {{ pair_subject('beside', 'compared') }},
        case when {{ intervals_meet('beside', 'compared') }} then 'pass' else 'not_applicable' end as status,
        beside.name_zh || ': ' || {{ describe_value('beside') }} || ' beside ' || {{ describe_value('compared') }}
        || ' is no contradiction. ' || matches.reason_en as explanation_en,
        beside.name_zh || '：' || {{ describe_value('beside') }} || '与' || {{ describe_value('compared') }}
        || '并列，不构成矛盾。' || matches.reason_zh as explanation_zh
    from comparable_values as beside
    inner join comparable_values as compared
        on
            {{ same_subject('beside', 'compared') }}
            and beside.role_group = compared.role_group
    inner join matches
        on
            beside.plan_id = matches.plan_id
            and beside.label = matches.label
            and beside.subgroup = matches.subgroup
    where
        not beside.is_compared
        and compared.is_compared

),

final as (

    {{ rule_columns('definitions_differ') }}

)

select * from final
