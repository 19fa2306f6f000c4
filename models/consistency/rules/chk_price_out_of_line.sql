{%- set times = 10 -%}
-- What a project costs per square metre, bed or place, against the middle one of the others of its category.
with projects as (

    select * from {{ ref('fct_project') }}
    where total_yuan > 0

),

-- Of several sizes of a kind the largest is that of the whole.
sizes as (

    select
        plan_id,
        project_no,
        component_kind,
        base_unit_code,
        max(value_base) as size_base
    from {{ ref('fct_project_component') }}
    where
        component_kind in ('floor_area', 'beds', 'student_places', 'dwellings')
        and value_base > 0
    group by plan_id, project_no, component_kind, base_unit_code

),

prices as (

    select
        projects.plan_id,
        projects.project_no,
        projects.name,
        projects.category,
        projects.total_value_id,
        sizes.component_kind,
        sizes.base_unit_code,
        sizes.size_base,
        {{ divide('projects.total_yuan', 'sizes.size_base') }} as yuan_per_unit
    from projects
    inner join sizes
        on
            projects.plan_id = sizes.plan_id
            and projects.project_no = sizes.project_no

),

neighbour_prices as (

    select
        prices.plan_id,
        prices.project_no,
        prices.component_kind,
        neighbours.yuan_per_unit,
        row_number() over (
            partition by prices.plan_id, prices.project_no, prices.component_kind
            order by neighbours.yuan_per_unit asc, neighbours.project_no asc
        ) as place,
        count(*) over (
            partition by prices.plan_id, prices.project_no, prices.component_kind
        ) as other_count
    from prices
    inner join prices as neighbours
        on
            prices.plan_id = neighbours.plan_id
            and prices.category = neighbours.category
            and prices.component_kind = neighbours.component_kind
            and prices.base_unit_code = neighbours.base_unit_code
            and prices.project_no != neighbours.project_no

),

-- The middle one, of an even number the lower.
judged as (

    select
        prices.plan_id || ':project ' || {{ as_text('prices.project_no') }} || ':' || prices.component_kind as subject,
        prices.plan_id,
        prices.total_value_id as left_value_id,
        {{ no_text() }} as right_value_id,
        prices.yuan_per_unit as left_value,
        neighbour_prices.yuan_per_unit as right_value,
        case
            when prices.yuan_per_unit >= {{ times }} * neighbour_prices.yuan_per_unit then 'fail'
            when neighbour_prices.yuan_per_unit >= {{ times }} * prices.yuan_per_unit then 'fail'
            else 'pass'
        end as status,
        'project ' || {{ as_text('prices.project_no') }} || ', ' || prices.name || ': '
        || {{ as_text('cast(round(prices.yuan_per_unit, 0) as bigint)') }} || ' yuan per ' || units.name_en
        || ', the middle one of the others of the category '
        || {{ as_text('cast(round(neighbour_prices.yuan_per_unit, 0) as bigint)') }} as explanation_en,
        '项目' || {{ as_text('prices.project_no') }} || '（' || prices.name || '）：每' || units.name_zh
        || {{ as_text('cast(round(prices.yuan_per_unit, 0) as bigint)') }} || '元，同类项目居中者为'
        || {{ as_text('cast(round(neighbour_prices.yuan_per_unit, 0) as bigint)') }} || '元' as explanation_zh
    from prices
    inner join neighbour_prices
        on
            prices.plan_id = neighbour_prices.plan_id
            and prices.project_no = neighbour_prices.project_no
            and prices.component_kind = neighbour_prices.component_kind
            and neighbour_prices.place * 2 in (neighbour_prices.other_count, neighbour_prices.other_count + 1)
    inner join {{ ref('dim_unit') }} as units
        on prices.base_unit_code = units.unit_code
    where neighbour_prices.other_count > 1

),

final as (

    {{ rule_columns('price_out_of_line', has_indicator=false) }}

)

select * from final
