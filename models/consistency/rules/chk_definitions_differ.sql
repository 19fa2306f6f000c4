-- What would conflict if the definitions were one: shown, never called a contradiction.
with comparable_values as (

    select * from {{ ref('int_values_ranked') }}
    where not is_project_amount

),

matches as (

    select * from {{ ref('bridge_indicator_match') }}

),

judged as (

    select
        {{ pair_subject('others', 'compared') }},
        case when {{ intervals_meet('others', 'compared') }} then 'pass' else 'not_applicable' end as status,
        others.name_zh || ': ' || {{ describe_value('others') }} || ' beside ' || {{ describe_value('compared') }}
        || ' is no contradiction. ' || matches.reason as explanation
    from comparable_values as others
    inner join comparable_values as compared
        on
            {{ same_subject('others', 'compared') }}
            and others.role_group = compared.role_group
    inner join matches
        on
            others.plan_id = matches.plan_id
            and others.label = matches.label
            and others.subgroup = matches.subgroup
    where
        not others.is_compared
        and compared.is_compared

),

final as (

    {{ rule_columns('definitions_differ') }}

)

select * from final
