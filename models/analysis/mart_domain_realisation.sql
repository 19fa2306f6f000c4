-- Counts of promises, and shares where enough could be judged. A composite index would need weights that no plan gives.
with progress as (

    select * from {{ ref('mart_target_progress') }}
    where coalesce(verdict_reason, '') not in ('project_amount', 'not_compared')

),

counted as (

    select
        region_code,
        domain_code,
        period_end_year as year,
        count(*) as promise_count,
        count(case when verdict in ('target_achieved', 'already_met', 'maintained') then 1 end) as achieved_count,
        count(case when verdict = 'reached_late' then 1 end) as late_count,
        count(case when verdict = 'met_at_base' then 1 end) as met_at_base_count,
        count(case when verdict = 'substantial_progress' then 1 end) as on_track_count,
        count(
            case when verdict in ('moderate_progress', 'limited_progress', 'deterioration') then 1 end
        ) as behind_count,
        count(case when verdict in ('target_missed', 'not_maintained') then 1 end) as missed_count,
        count(case when verdict = 'no_later_record' then 1 end) as no_later_record_count,
        count(case when verdict = 'not_due' then 1 end) as not_due_count,
        count(case when verdict = 'not_assessable' then 1 end) as not_assessable_count
    from progress
    group by region_code, domain_code, period_end_year

),

judged as (

    select
        *,
        promise_count - no_later_record_count - not_due_count - not_assessable_count as judged_count,
        case
            when
                promise_count - no_later_record_count - not_due_count - not_assessable_count
                >= {{ var('minimum_judged') }}
                then promise_count - no_later_record_count - not_due_count - not_assessable_count
        end as share_base_count
    from counted

),

final as (

    select
        region_code,
        domain_code,
        cast(year as integer) as year,
        cast(promise_count as integer) as promise_count,
        cast(judged_count as integer) as judged_count,
        cast(achieved_count as integer) as achieved_count,
        cast(late_count as integer) as late_count,
        cast(met_at_base_count as integer) as met_at_base_count,
        cast(on_track_count as integer) as on_track_count,
        cast(behind_count as integer) as behind_count,
        cast(missed_count as integer) as missed_count,
        cast(no_later_record_count as integer) as no_later_record_count,
        cast(not_due_count as integer) as not_due_count,
        cast(not_assessable_count as integer) as not_assessable_count,
        {{ divide('judged_count', 'promise_count') }} as judged_share,
        cast({{ var('minimum_judged') }} as integer) as minimum_judged,
        {{ divide('achieved_count', 'share_base_count') }} as achieved_share,
        {{ divide('late_count', 'share_base_count') }} as late_share,
        {{ divide('on_track_count', 'share_base_count') }} as on_track_share,
        {{ divide('behind_count', 'share_base_count') }} as behind_share,
        {{ divide('missed_count', 'share_base_count') }} as missed_share
    from judged

)

select * from final
