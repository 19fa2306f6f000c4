"""What the gate judges and no single row shows: counts beside those of the published build, and each plan as a whole.

Small tables of the build itself, so that Great Expectations needs no other file, today or in a year; the next build
reads the counts of this one. Where something is counted by code, it may grow, and lose what its plan has lost in input
rows (which `minsheng.warehouse.losses` asks for) and four more or a tenth: that much is the correction of a day.
"""

from __future__ import annotations

from pathlib import Path

from minsheng import memory
from minsheng.sql import quoted
from minsheng.warehouse.losses import MOST_ROWS, MOST_SHARE

MEASURES = {
    "rows": "Rows of a table. Not all of them may go, however few they were.",
    "subjects": "What a consistency rule looked at. New records may change as many as they are.",
    "operator": "Values of a plan by operator: words that are read otherwise than before show here.",
    "match_grade": "Values of a plan by grade of their match with an indicator.",
    "magnitude": "Values of a plan by base unit and power of ten: a wrong factor or unit shows here.",
    "verdict": "Promises of a plan that are judged, by verdict. New records may change as many as they are.",
}
"""What is counted, and why."""

_DERIVED = """
select table_name from duckdb_tables()
where
    database_name = current_database() and regexp_matches(table_name, '^(bridge|fct|mart)_')
    and table_name not in ('fct_check_run', 'fct_exclusion', 'fct_finding')
"""
"""Tables of which fewer rows are no good news; what reference files bring is asked for when it goes."""

_COUNTS = """
create schema if not exists checks;
create or replace table checks.ge_profile as
{rows}
union all
select 'subjects', check_id, '', subject_count from fct_check_run
union all
select 'operator', coalesce(plan_id, ''), operator, count(*) from fct_plan_value group by plan_id, operator
union all
select 'match_grade', coalesce(plan_id, ''), match_grade, count(*) from fct_plan_value
where match_grade is not null group by plan_id, match_grade
union all
select
    'magnitude', coalesce(plan_id, ''),
    base_unit_code || case value_base when 0 then '' else ' e' || cast(log10(abs(value_base)) as int) end as unit,
    count(*)
from fct_plan_value where value_base is not null group by plan_id, unit
union all
select 'verdict', plan_id, verdict, count(*)
from mart_target_progress where score is not null group by plan_id, verdict;
comment on table checks.ge_profile is 'One row per measure, scope and code: how many there are in this build.';
comment on column checks.ge_profile.measure is 'What is counted: {measures}.';
comment on column checks.ge_profile.scope is
    'Table, rule or plan within which is counted; empty for values that are of no plan.';
comment on column checks.ge_profile.code is 'What the counted ones share; empty where nothing divides them.';
comment on column checks.ge_profile.value_count is 'How many there are.';
"""

_DRIFT = f"""
create or replace table checks.ge_drift as
with both_counts as (
    select
        measure, scope, code, coalesce(published.value_count, 0) as before, coalesce(this.value_count, 0) as now
    from checks.ge_profile as this full join {{published}} as published using (measure, scope, code)
),
by_plan as (
    select scope, sum(before) - sum(now) as lost from both_counts where measure = 'operator' group by scope
),
moved as (
    select
        measure, scope, sum(before) as published_count, sum(greatest(before - now, 0)) as moved_count,
        scope || ': ' || string_agg(
            concat_ws(' ', nullif(code, ''), before, '->', now), ', ' order by now - before, code
        ) filter (now < before) as moves
    from both_counts
    where  -- of what is still there: a table or rule that was renamed or removed was meant to be
        case
            when measure in ('rows', 'subjects')
                then (measure, scope) in (select (measure, scope) from checks.ge_profile)
            else scope = '' or scope in (select plan_id from dim_plan)
        end
    group by measure, scope having sum(before) > 0
),
with_room as (
    select
        moved.*,
        greatest({MOST_ROWS}, floor({MOST_SHARE} * published_count)) + coalesce(
            case
                when measure in ('verdict', 'subjects') then (select sum(abs(lost)) from by_plan)
                when measure = 'rows' then (select sum(greatest(lost, 0)) from by_plan)
                else greatest(by_plan.lost, 0)
            end, 0
        ) as room
    from moved left join by_plan using (scope)
)
select
    measure, scope, cast(published_count as bigint) as published_count, cast(moved_count as bigint) as moved_count,
    cast(least(room, case measure when 'rows' then published_count - 1 else room end) as bigint) as room_count, moves
from with_room order by measure, scope;
comment on table checks.ge_drift is
    'One row per measure and scope of the build that was published before: what is gone of it or counted otherwise.';
comment on column checks.ge_drift.measure is 'What is counted (ge_profile).';
comment on column checks.ge_drift.scope is 'Table, rule or plan within which is counted (ge_profile).';
comment on column checks.ge_drift.published_count is 'How many there were.';
comment on column checks.ge_drift.moved_count is 'How many of them are gone, or have another code.';
comment on column checks.ge_drift.room_count is 'How many may be: more stop the build.';
comment on column checks.ge_drift.moves is 'Codes that have fewer, with the count before and now; null where none has.';
"""

_PLANS = """
create or replace table checks.ge_plan as
with places as (
    select plan_id, char_start from fct_plan_value where origin = 'plan'
    union
    select plan_id, char_start from fct_exclusion
),
gaps as (
    select
        plan_id, char_start, source_characters,
        coalesce(lead(char_start) over (partition by plan_id order by char_start), source_characters) - char_start
            as gap
    from places inner join dim_plan using (plan_id)
),
documents as (
    select plan_id, max(gap) / greatest(max(source_characters), max(char_start)) as widest_gap_share
    from gaps group by plan_id
),
counted as (
    select
        plan_id, count(*) filter (value_role = 'target') as target_count,
        avg(cast(value is null as int)) as unread_share
    from fct_plan_value where plan_id is not null group by plan_id
)
select
    plan_id, coalesce(target_count, 0) as target_count, coalesce(unread_share, 0) as unread_share, widest_gap_share
from dim_plan left join counted using (plan_id) left join documents using (plan_id);
comment on table checks.ge_plan is 'One row per plan: what says whether it was captured as a whole.';
comment on column checks.ge_plan.plan_id is 'The plan (dim_plan).';
comment on column checks.ge_plan.target_count is 'Values that it promises.';
comment on column checks.ge_plan.unread_share is 'Share of its values that are no number, 0 to 1.';
comment on column checks.ge_plan.widest_gap_share is
    'The longest part of its document without a captured or excluded number, as a share of the whole, 0 to 1.';
"""


def store(built: Path, past: Path | None) -> None:
    """Write ge_profile, ge_drift and ge_plan into a build that no one else has open.

    Args:
        built: the build.
        past: the warehouse that was published before; one of an earlier version, which has no counts, is as none.
    """
    import duckdb

    with duckdb.connect(str(built), config=memory.config()) as connection:
        tables = connection.execute(_DERIVED).fetchall()
        rows = " union all ".join(
            f"select 'rows' as measure, {quoted(table)} as scope, '' as code, count(*) as value_count from {table}"
            for (table,) in tables
        )
        connection.execute("begin")
        connection.execute(_COUNTS.format(rows=rows, measures=", ".join(MEASURES)))
        published = "(from checks.ge_profile limit 0)"
        if past is not None:
            connection.execute(f"attach {quoted(past)} as past (read_only)")
            known = "from duckdb_tables() where database_name = 'past' and table_name = 'ge_profile'"
            published = "past.checks.ge_profile" if connection.execute(known).fetchall() else published
        connection.execute(_DRIFT.format(published=published))
        connection.execute(_PLANS)
        connection.execute("commit")
