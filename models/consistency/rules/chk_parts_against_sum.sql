-- A printed whole against its printed parts: of a project's sizes, and of a figure by district or group.
with plan_values as (

    select * from {{ ref('fct_plan_value') }}
    where
        statement_kind = 'project'
        and value_base is not null

),

plans as (

    select * from {{ ref('dim_plan') }}

),

units as (

    select * from {{ ref('dim_unit') }}

),

parts_of_projects as (

    select
        part_of_value_id as whole_value_id,
        value_id as part_value_id
    from {{ ref('fct_project_component') }}
    where part_of_value_id is not null

    union all

    select
        wholes.value_id as whole_value_id,
        parts.value_id as part_value_id
    from plan_values as wholes
    inner join plans
        on
            wholes.plan_id = plans.plan_id
            and wholes.region_code = plans.region_code
    inner join plan_values as parts
        on
            wholes.plan_id = parts.plan_id
            and wholes.table_row = parts.table_row
            and wholes.label = parts.label
    where
        wholes.subgroup = ''
        and (parts.region_code != plans.region_code or parts.subgroup != '')

),

-- Half of the last printed digit of each part that has decimals.
with_rounding as (

    select
        parts_of_projects.whole_value_id,
        parts.value_base,
        case
            when parts.value = round(parts.value, 0) then 0
            when parts.value = round(parts.value, 1) then 0.05
            else 0.005
        end * units.to_base_factor as rounding_base
    from parts_of_projects
    inner join plan_values as parts
        on parts_of_projects.part_value_id = parts.value_id
    inner join units
        on parts.unit_code = units.unit_code

),

sums as (

    select
        whole_value_id,
        sum(value_base) as sum_of_parts,
        sum(rounding_base) + 0.01 as rounding_base
    from with_rounding
    group by whole_value_id
    having count(*) > 1

),

judged as (

    select
        wholes.plan_id || ':' || {{ as_text('wholes.table_row') }} || ':' || wholes.label as subject,
        wholes.plan_id,
        wholes.value_id as left_value_id,
        {{ no_text() }} as right_value_id,
        sums.sum_of_parts as left_value,
        wholes.value_base as right_value,
        sums.rounding_base,
        case
            when abs(wholes.value_base - sums.sum_of_parts) <= sums.rounding_base then 'pass' else 'fail'
        end as status,
        'project ' || {{ as_text('wholes.table_row') }} || ', ' || wholes.label
        || ': the parts add up to ' || {{ describe_number("cast(round(sums.sum_of_parts, 2) as decimal(28, 2))") }}
        || ', the whole is ' || {{ describe_number("cast(round(wholes.value_base, 2) as decimal(28, 2))") }}
        || ' ' || base_units.name_en as explanation_en,
        '项目' || {{ as_text('wholes.table_row') }} || '，' || wholes.label
        || '：分项之和为' || {{ describe_number("cast(round(sums.sum_of_parts, 2) as decimal(28, 2))") }}
        || '，总数为' || {{ describe_number("cast(round(wholes.value_base, 2) as decimal(28, 2))") }}
        || base_units.name_zh as explanation_zh
    from sums
    inner join plan_values as wholes
        on sums.whole_value_id = wholes.value_id
    inner join units as base_units
        on wholes.base_unit_code = base_units.unit_code

),

final as (

    {{ rule_columns('parts_against_sum', has_indicator=false, tolerance='rounding_base') }}

)

select * from final
