-- Parents of a place, up to three levels: county, prefecture, province, country.
with regions as (

    select * from {{ ref('dim_region') }}

),

parents as (

    select
        region_code,
        parent_region_code as higher_region_code,
        1 as levels_up
    from regions

    union all

    select
        regions.region_code,
        parents.parent_region_code as higher_region_code,
        2 as levels_up
    from regions
    inner join regions as parents
        on regions.parent_region_code = parents.region_code

    union all

    select
        regions.region_code,
        grandparents.parent_region_code as higher_region_code,
        3 as levels_up
    from regions
    inner join regions as parents
        on regions.parent_region_code = parents.region_code
    inner join regions as grandparents
        on parents.parent_region_code = grandparents.region_code

)

select * from parents
where higher_region_code is not null
