"""History as tables: which builds there were, what each was built from, what each changed.

Written into a build after its gate and before its publication; carried over from the warehouse that was published then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minsheng import fingerprint, published
from minsheng.sql import quoted

if TYPE_CHECKING:
    import duckdb

_TABLES = """
create table meta_build (
    build_id varchar primary key,
    started_at timestamp not null,
    finished_at timestamp,
    status varchar not null,
    fingerprint varchar not null,
    code_version varchar not null,
    row_counts map(varchar, bigint) not null,
    findings map(varchar, bigint) not null,
    phase_seconds map(varchar, double) not null,
    message varchar not null
);
create table meta_input (
    name varchar primary key,
    sha256 varchar not null,
    row_digests blob not null
);
create table meta_change (
    build_id varchar not null,
    previous_build_id varchar not null,
    subject varchar not null,
    key varchar not null,
    change varchar not null,
    column_name varchar not null,
    old_value varchar,
    new_value varchar
);
comment on table meta_build is 'One row per attempt to build the warehouse, up to the one that made this file.';
comment on column meta_build.build_id is 'Identifier; sorts by time.';
comment on column meta_build.started_at is 'When it began, UTC.';
comment on column meta_build.finished_at is 'When it was ready to publish, or failed, UTC; null if interrupted.';
comment on column meta_build.status is 
    'published; failed (a model, test or the gate), bad_input, error, interrupted; rolled_back.';
comment on column meta_build.fingerprint is 'SHA-256 over all inputs.';
comment on column meta_build.code_version is 
    'Version of the package, and a fingerprint of the inputs that are not data.';
comment on column meta_build.row_counts is 'Rows per mart.';
comment on column meta_build.findings is 'Findings that hold, per severity, registered ones among them.';
comment on column meta_build.phase_seconds is 'Seconds per phase.';
comment on column meta_build.message is 'What stopped it; empty where nothing did.';
comment on table meta_input is 'One row per input file of this build.';
comment on column meta_input.name is 'Path in the project.';
comment on column meta_input.sha256 is 'SHA-256 of the file.';
comment on column meta_input.row_digests is 
    'Eight bytes per line of a CSV file, so that a later build can say how many rows changed.';
comment on table meta_change is
    'One row per value or target that a build added or removed, and per column of one that it changed.';
comment on column meta_change.build_id is 'The build that made the change (meta_build).';
comment on column meta_change.previous_build_id is 'The build that was published before it.';
comment on column meta_change.subject is 'value: a row of fct_plan_value; target: a row of mart_target_progress.';
comment on column meta_change.key is 'Its value_id.';
comment on column meta_change.change is 'added, removed or changed.';
comment on column meta_change.column_name is 
    'The column that changed; of what was added or removed, value_text of a value and verdict of a target.';
comment on column meta_change.old_value is 'What it was, as text; null where there was nothing.';
comment on column meta_change.new_value is 'What it is, as text; null where there is nothing.';
"""

SUBJECTS = {"value": ("fct_plan_value", "value_text"), "target": ("mart_target_progress", "verdict")}
"""What is compared between builds: its table and the column that stands for a whole row."""


def store(built: Path, published: Path, record: dict[str, Any], attempts: list[dict[str, Any]]) -> int:
    """Write the history into a build.

    Args:
        built: the build, which no one else has open.
        published: the warehouse whose history goes on, if there is one.
        record: the row of this build: the columns of meta_build without findings.
        attempts: what was tried since, as in builds/attempts.jsonl.

    Returns:
        The number of rows of meta_change that this build adds.
    """
    import duckdb

    with duckdb.connect(str(built)) as connection:
        has_past = attach(connection, published, "past")
        connection.execute("begin")
        connection.execute(_TABLES)
        changes = _carry_over(connection, published, record["build_id"]) if has_past else 0
        known = {build_id for (build_id,) in connection.execute("select build_id from meta_build").fetchall()}
        for attempt in attempts:
            if attempt["build_id"] not in known | {record["build_id"]}:
                _insert(connection, {**attempt, "status": _ended(attempt["status"])})
        findings = connection.execute(
            "select severity, count(*) from fct_finding where status != 'not_applicable' group by severity order by 1"
        ).fetchall()
        _insert(connection, {**record, "findings": dict(findings)})
        files = fingerprint.files()
        inputs = [[name, digest, fingerprint.rows(files[name])] for name, digest in record["inputs"].items()]
        connection.executemany("insert into meta_input values (?, ?, ?)", inputs)
        connection.execute("commit")
        connection.execute("checkpoint")
    return changes


def _ended(status: str) -> str:
    """An attempt that never ended was interrupted: only one runs at a time."""
    return "interrupted" if status == "running" else status


def _carry_over(connection: duckdb.DuckDBPyConnection, published: Path, build_id: str) -> int:
    connection.execute("insert into meta_build by name from past.meta_build")
    connection.execute("insert into meta_change by name from past.meta_change")
    previous = connection.execute("select max(build_id) from past.meta_build where status = 'published'").fetchone()
    changes = 0
    for subject in SUBJECTS:
        query = changes_of(connection, subject, "past", str(published.stem))
        added = connection.execute(f"insert into meta_change select ?, ?, * from ({query})", [build_id, *previous])
        changes += added.fetchone()[0]
    return changes


def _insert(connection: duckdb.DuckDBPyConnection, attempt: Mapping[str, Any]) -> None:
    maps = ("row_counts", "findings", "phase_seconds")
    keys_and_values = [side for name in maps for side in _sides(attempt.get(name) or {})]
    connection.execute(
        "insert into meta_build by name select ? as build_id, ? as started_at, ? as finished_at, ? as status,"
        " ? as fingerprint, ? as code_version, ? as message, map(?::varchar[], ?::bigint[]) as row_counts,"
        " map(?::varchar[], ?::bigint[]) as findings, map(?::varchar[], ?::double[]) as phase_seconds",
        [
            attempt["build_id"],
            _time(attempt["started_at"]),
            _time(attempt.get("finished_at")),
            attempt["status"],
            attempt["fingerprint"],
            attempt["code_version"],
            attempt.get("message") or "",
            *keys_and_values,
        ],
    )


def _sides(mapping: Mapping[str, float]) -> tuple[list[str], list[float]]:
    return list(mapping), list(mapping.values())


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=None) if text else None


def attach(connection: duckdb.DuckDBPyConnection, warehouse: Path, alias: str) -> bool:
    """Attach a warehouse read-only; return whether it is one that has a history."""
    import duckdb

    if not warehouse.exists():
        return False
    try:
        connection.execute(f"attach {quoted(warehouse)} as {alias} (read_only)")
        connection.execute(f"select 1 from {alias}.meta_build limit 1")
    except duckdb.Error:
        connection.execute(f"detach database if exists {alias}")
        return False
    return True


def changes_of(connection: duckdb.DuckDBPyConnection, subject: str, old: str, new: str) -> str:
    """Return the query of what differs between two attached warehouses.

    Args:
        connection: has both attached.
        subject: value or target.
        old: alias of the earlier one.
        new: alias of the later one.

    Returns:
        A query of the columns of meta_change from `subject` on. A column that only one of them has is left out.
    """
    table, told = SUBJECTS[subject]
    has = {
        alias: [name for name, *_ in connection.execute(f"describe {alias}.main.{table}").fetchall()]
        for alias in (old, new)
    }
    columns = [name for name in has[new] if name in has[old] and name != "value_id"]

    def row(side: str) -> str:
        return ", ".join(f"{side}.{name}" for name in columns)

    each = " union all ".join(
        f"select key, '{name}' as column_name, cast(o.{name} as varchar) as old_value,"
        f" cast(n.{name} as varchar) as new_value from differing where n.{name} is distinct from o.{name}"
        for name in columns
    )
    return (
        f"with differing as materialized (select n.value_id as key, n, o from {new}.main.{table} as n"
        f" join {old}.main.{table} as o using (value_id) where row({row('n')}) is distinct from row({row('o')}))"
        f" select '{subject}' as subject, value_id as key, 'added' as change, '{told}' as column_name,"
        f" cast(null as varchar) as old_value, {told} as new_value"
        f" from {new}.main.{table} anti join {old}.main.{table} using (value_id)"
        f" union all select '{subject}', value_id, 'removed', '{told}', {told}, null"
        f" from {old}.main.{table} anti join {new}.main.{table} using (value_id)"
        f" union all select '{subject}', key, 'changed', column_name, old_value, new_value from ({each})"
    )


def inputs_of(warehouse: Path) -> tuple[str, dict[str, tuple[str, bytes]]] | None:
    """Return the fingerprint of a warehouse and what it was built from, or None where it does not say."""
    import duckdb

    try:
        with published.connect(warehouse) as connection:
            inputs = connection.execute("select name, sha256, row_digests from meta_input").fetchall()
            built = connection.execute("select fingerprint from meta_build order by build_id desc limit 1").fetchone()
    except (duckdb.Error, published.Unreadable):
        return None
    return (built[0], {name: (digest, rows) for name, digest, rows in inputs}) if built else None


def build_of(warehouse: Path) -> str | None:
    """Return the build that a warehouse is, or None where it does not say."""
    import duckdb

    try:
        with published.connect(warehouse) as connection:
            found = connection.execute("select max(build_id) from meta_build where status = 'published'").fetchone()
    except (duckdb.Error, published.Unreadable):
        return None
    return found[0] if found else None
