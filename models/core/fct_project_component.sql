with plan_values as (

    select * from {{ ref('fct_plan_value') }}
    where
        component_kind is not null
        and statement_kind = 'project'

),

component_labels as (

    select * from {{ ref('stg_component_labels') }}

),

-- The two amounts of a project are columns of fct_project.
project_amounts as (

    select total_value_id as value_id from {{ ref('fct_project') }}
    union all
    select in_plan_value_id as value_id from {{ ref('fct_project') }}

),

labelled as (

    select
        plan_values.*,
        component_labels.name_en,
        component_labels.part_of_label
    from plan_values
    inner join component_labels
        on
            plan_values.plan_id = component_labels.plan_id
            and plan_values.label = component_labels.label
            and plan_values.subgroup = component_labels.subgroup
    left join project_amounts
        on plan_values.value_id = project_amounts.value_id
    where project_amounts.value_id is null

),

-- A total that is in the same cell as its parts goes before one of another column.
with_total as (

    select
        labelled.*,
        totals.value_id as part_of_value_id,
        row_number() over (
            partition by labelled.value_id
            order by
                case when labelled.table_column = totals.table_column then 1 else 2 end,
                totals.char_start
        ) as preference
    from labelled
    left join plan_values as totals
        on
            labelled.plan_id = totals.plan_id
            and labelled.table_row = totals.table_row
            and labelled.part_of_label = totals.label

),

final as (

    select
        value_id,
        plan_id,
        table_row as project_no,
        component_kind,
        label,
        name_en,
        region_code,
        operator,
        value,
        value_upper,
        unit_code,
        value_base,
        base_unit_code,
        part_of_value_id
    from with_total
    where preference = 1

)

select * from final
