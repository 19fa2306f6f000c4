-- A figure for the whole place in a project, and the same figure by district or group: the parts make the whole.
with plan_values as (

    select * from {{ ref('fct_plan_value') }}
    where
        statement_kind = 'project'
        and value_base is not null

),

plans as (

    select * from {{ ref('dim_plan') }}

),

project_values as (

    select
        plan_values.*,
        plan_values.region_code = plans.region_code and plan_values.subgroup = '' as is_whole
    from plan_values
    inner join plans
        on plan_values.plan_id = plans.plan_id

),

sums as (

    select
        plan_id,
        table_row,
        label,
        max(case when is_whole then value_id end) as whole_value_id,
        max(case when is_whole then value_base end) as whole,
        sum(case when not is_whole then value_base end) as sum_of_parts,
        count(case when not is_whole then 1 end) as part_count,
        count(case when is_whole then 1 end) as whole_count
    from project_values
    group by plan_id, table_row, label

),

judged as (

    select
        plan_id || ':' || cast(table_row as varchar) || ':' || label as subject,
        plan_id,
        whole_value_id as left_value_id,
        cast(null as varchar) as right_value_id,
        sum_of_parts as left_value,
        whole as right_value,
        case when coalesce(whole = sum_of_parts, false) then 'pass' else 'fail' end as status,
        'project ' || cast(table_row as varchar) || ', ' || label
        || ': the parts add up to ' || {{ describe_number('sum_of_parts') }}
        || ', the whole is ' || {{ describe_number('whole') }} as explanation
    from sums
    where
        part_count > 1
        and whole_count = 1

),

final as (

    {{ rule_columns('parts_against_sum', has_indicator=false) }}

)

select * from final
