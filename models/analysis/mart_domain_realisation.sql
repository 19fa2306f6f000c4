-- Counts and shares only: a composite index would need weights that no plan gives.
with progress as (

    select * from {{ ref('mart_target_progress') }}
    where coalesce(verdict_reason, '') != 'project_amount'

),

counted as (

    select
        region_code,
        domain_code,
        period_end_year as year,
        count(*) as target_count,
        count(case when verdict != 'not_assessable' then 1 end) as assessable_count,
        count(case when verdict in ('target_achieved', 'maintained') then 1 end) as achieved_count,
        count(case when verdict = 'substantial_progress' then 1 end) as on_track_count,
        count(
            case when verdict in ('moderate_progress', 'limited_progress', 'deterioration', 'not_maintained') then 1 end
        ) as behind_count,
        count(case when verdict = 'not_assessable' then 1 end) as not_assessable_count
    from progress
    group by region_code, domain_code, period_end_year

),

final as (

    select
        region_code,
        domain_code,
        cast(year as integer) as year,
        cast(target_count as integer) as target_count,
        cast(assessable_count as integer) as assessable_count,
        cast(achieved_count as integer) as achieved_count,
        cast(on_track_count as integer) as on_track_count,
        cast(behind_count as integer) as behind_count,
        cast(not_assessable_count as integer) as not_assessable_count,
        {{ divide('achieved_count', 'assessable_count') }} as achieved_share,
        {{ divide('on_track_count', 'assessable_count') }} as on_track_share,
        {{ divide('behind_count', 'assessable_count') }} as behind_share,
        {{ divide('not_assessable_count', 'target_count') }} as not_assessable_share
    from counted

)

select * from final
