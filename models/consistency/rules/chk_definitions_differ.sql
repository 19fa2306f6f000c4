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
        beside.name_en || ': ' || {{ describe_value('beside') }} || ' beside ' || {{ describe_value('compared') }}
        || ' is no contradiction. ' || coalesce(matches.reason_en, 'They are of different scope.') as explanation_en,
        beside.name_zh || '：' || {{ describe_value('beside') }} || '与' || {{ describe_value('compared') }}
        || '并列，不构成矛盾。' || coalesce(matches.reason_zh, '两者范围不同。') as explanation_zh
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
    -- A count of a part of the year is of the same definition: it is set aside for its time.
    where
        not beside.has_same_definition
        and beside.standing != 'running'
        and compared.is_compared

),

final as (

    {{ rule_columns('definitions_differ') }}

)

select * from final
