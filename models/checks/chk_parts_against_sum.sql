-- A figure for the whole place in a project, and the same figure by district or group: the parts make the whole.
with project_values as (

    select
        plan_values.*,
        plans.region_code as plan_region_code
    from {{ ref('fct_plan_value') }} as plan_values
    inner join {{ ref('dim_plan') }} as plans
        on plan_values.plan_id = plans.plan_id
    where plan_values.statement_kind = 'project'
        and plan_values.value_base is not null

),

sums as (

    select
        plan_id,
        table_row,
        label,
        max(case when region_code = plan_region_code and subgroup = '' then value_id end) as whole_id,
        max(case when region_code = plan_region_code and subgroup = '' then value_base end) as whole,
        sum(case when region_code != plan_region_code or subgroup != '' then value_base end) as sum_of_parts,
        count(case when region_code != plan_region_code or subgroup != '' then 1 end) as part_count,
        count(case when region_code = plan_region_code and subgroup = '' then 1 end) as whole_count
    from project_values
    group by plan_id, table_row, label

),

judged as (

    select
{{ check_columns(
    'parts_against_sum',
    "case when coalesce(whole = sum_of_parts, false) then 'pass' else 'fail' end",
    "'project ' || cast(table_row as varchar) || ', ' || label || ': the parts add up to ' || " ~ plain_number('sum_of_parts') ~ " || ', the whole is ' || " ~ plain_number('whole'),
    'plan_id', "plan_id || ':' || cast(table_row as varchar) || ':' || label",
    left_value='sum_of_parts', right_value='whole', left_value_id='whole_id'
) }}
    from sums
    where part_count > 1
        and whole_count = 1

)

select * from judged
