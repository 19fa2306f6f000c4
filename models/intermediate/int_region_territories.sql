-- A span begins with the place and with each year of a change, which counts as after it.
with regions as (

    select * from {{ ref('stg_regions') }}

),

successions as (

    select * from {{ ref('stg_region_successions') }}

),

changes as (

    select
        region_code,
        succession_year
    from successions
    where succession != 'same'
    union distinct
    select
        successor_region_code as region_code,
        succession_year
    from successions
    where succession != 'same'

),

changed as (

    select region_code from successions
    union distinct
    select successor_region_code from successions

),

beginnings as (

    select
        regions.region_code,
        regions.valid_from
    from regions
    inner join changed
        on regions.region_code = changed.region_code
    union distinct
    select
        regions.region_code,
        changes.succession_year as valid_from
    from regions
    inner join changes
        on
            regions.region_code = changes.region_code
            and coalesce(regions.valid_from, 0) < changes.succession_year
            and coalesce(regions.valid_to, 9999) > changes.succession_year

),

spans as (

    select
        beginnings.region_code,
        beginnings.valid_from,
        coalesce(
            lead(beginnings.valid_from) over (
                partition by beginnings.region_code order by coalesce(beginnings.valid_from, 0)
            ) - 1,
            regions.valid_to
        ) as valid_to,
        beginnings.region_code || coalesce('-' || {{ as_text('beginnings.valid_from') }}, '') as own_territory_code
    from beginnings
    inner join regions
        on beginnings.region_code = regions.region_code

),

-- A place that got another name or code and kept its territory goes on as what it was.
final as (

    select
        spans.region_code,
        spans.valid_from,
        spans.valid_to,
        coalesce(predecessors.own_territory_code, spans.own_territory_code) as territory_code
    from spans
    left join successions as renamed
        on
            spans.region_code = renamed.successor_region_code
            and spans.valid_from = renamed.succession_year
            and renamed.succession = 'same'
    left join spans as predecessors
        on
            renamed.region_code = predecessors.region_code
            and renamed.succession_year = predecessors.valid_to

)

select * from final
