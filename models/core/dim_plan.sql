with plans as (

    select * from {{ ref('stg_plans') }}

),

regions as (

    select * from {{ ref('stg_regions') }}

),

dated as (

    select
        *,
        {{ as_text('first_year') }}
        || case when last_year > first_year then '–' || {{ as_text('last_year') }} else '' end as years
    from plans

),

final as (

    select
        dated.plan_id,
        regions.name_zh || coalesce(dated.subject_zh, '') || ' ' || dated.years as name_zh,
        regions.name_en || coalesce(', ' || dated.subject_en, '') || ' ' || dated.years as name_en,
        dated.title_zh,
        dated.title_en,
        dated.issuer,
        dated.region_code,
        dated.issued_on,
        dated.first_year,
        dated.last_year,
        dated.status,
        dated.posted_on,
        dated.url,
        dated.retrieved_on,
        dated.source_file,
        dated.source_sha256,
        dated.source_characters,
        dated.minimum_values
    from dated
    inner join regions
        on dated.region_code = regions.region_code

)

select * from final
