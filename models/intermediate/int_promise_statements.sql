-- A promise is what a plan wants of an indicator in one place, period, basis and sub-group; text, table and box may
-- each state it. One of the statements speaks for it. A level, a change against one base or another, a rank and a
-- direction are wanted apart.
with statements as (

    select * from {{ ref('int_values_normalised') }}
    where
        value_role = 'target'
        and indicator_code is not null

),

-- Where a plan has one sub-group of an indicator, a text that leaves it out means it.
grouped as (

    select
        *,
        case
            when
                min(case when subgroup != '' then subgroup end) over (partition by plan_id, indicator_code)
                != max(case when subgroup != '' then subgroup end) over (partition by plan_id, indicator_code)
                then subgroup
        end as own_subgroup
    from statements

),

identified as (

    select
        grouped.*,
        grouped.plan_id || ':' || grouped.indicator_code || ':' || grouped.region_code || ':'
        || {{ period_text('grouped') }} || ':' || grouped.period_basis
        || case when grouped.own_subgroup != '' then ':' || grouped.own_subgroup else '' end
        || case when grouped.measure != 'level' then ':' || grouped.measure else '' end
        || case
            when grouped.measure in ('change', 'direction')
                then coalesce(':' || coalesce({{ as_text('grouped.change_base_year') }}, grouped.change_base), '')
            else ''
        end as promise_id
    from grouped

),

ranked as (

    select
        value_id,
        promise_id,
        row_number() over (
            partition by promise_id
            order by
                case match_grade when 'exact' then 1 when 'close' then 2 when 'broad' then 3 else 4 end,
                case when value is null then 2 else 1 end,
                case when statement_kind = 'indicator_table' then 1 else 2 end,
                char_start asc,
                value_id asc
        ) as preference
    from identified

),

final as (

    select
        value_id,
        promise_id,
        preference = 1 as is_primary_statement
    from ranked

)

select * from final
