"""History as tables: which builds there were, what each was built from, what each changed.

Written into a build after its gate and before its publication; carried on from the warehouse that was published then,
or from the latest kept build where that one cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minsheng import durable, memory
from minsheng import paths as project
from minsheng.messages import Message
from minsheng.sql import quoted, values
from minsheng.warehouse import changes, fingerprint, layout, published, releases
from minsheng.warehouse.history_tables import TABLES

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Build:
    """What a warehouse says of itself."""

    build_id: str
    previous_build_id: str | None
    fingerprint: str


def store(
    built: Path, past: Path | None, record: dict[str, Any], attempts: list[dict[str, Any]], counts: Mapping[str, int]
) -> int:
    """Write the history into a build.

    Args:
        built: the build, which no one else has open.
        past: the warehouse whose history goes on, as `find_past` returns it.
        record: the row of this build: the columns of meta_build without findings, and `inputs`, checksums by name.
        attempts: what was tried since, as in builds/attempts.jsonl.
        counts: rows that input files brought, by name.

    Returns:
        The number of rows of meta_change that this build adds.

    Raises:
        duckdb.Error: a file cannot be read or written.
    """
    import duckdb

    with duckdb.connect(str(built), config=memory.config()) as connection:
        previous = None
        if past is not None:
            connection.execute(f"attach {quoted(past)} as past (read_only)")
            previous = build_in(connection, "past")
        connection.execute("begin")
        connection.execute(TABLES)
        changed = 0
        if past is not None:
            connection.execute(f"insert into meta.meta_build by name from {relation(connection, 'meta_build', 'past')}")
            connection.execute(
                f"insert into meta.meta_change by name from {relation(connection, 'meta_change', 'past')}"
            )
        if past is not None and previous:
            changed = _insert_changes(connection, built.stem, record["build_id"], previous.build_id)
        _insert_attempts(connection, attempts, record["build_id"])
        _insert_this(connection, {**record, "previous_build_id": previous.build_id if previous else None})
        files = fingerprint.files()
        for name, digest in record["inputs"].items():
            digests = fingerprint.rows(files[name]) if name in files else b""
            row = values(name, digest, counts.get(name), digests)
            connection.execute(f"insert into meta.meta_input values {row}")
        connection.execute("drop table if exists meta.meta_input_file")  # of use to this build alone
        connection.execute("commit")
        connection.execute("checkpoint")
    return changed


def _insert_attempts(connection: duckdb.DuckDBPyConnection, attempts: list[dict[str, Any]], but: str) -> None:
    """Insert what the history does not hold yet. An attempt without an end was interrupted: one runs at a time."""
    known = {build_id for (build_id,) in connection.execute("select build_id from meta.meta_build").fetchall()} | {but}
    for attempt in attempts:
        if attempt["build_id"] not in known:
            status = "interrupted" if attempt["status"] == "running" else attempt["status"]
            _insert(connection, {**attempt, "status": status})


def _insert_this(connection: duckdb.DuckDBPyConnection, record: Mapping[str, Any]) -> None:
    findings = connection.execute(
        "select severity, count(*) from fct_finding where status != 'not_applicable' group by severity order by 1"
    ).fetchall()
    _insert(connection, {**record, "findings": dict(findings)})
    row = [record["build_id"], record["previous_build_id"], record["fingerprint"], _time(record["finished_at"])]
    row.append(record.get("increments", 0))
    connection.execute(f"insert into meta.meta_this_build values {values(*row)}")


def _insert_changes(connection: duckdb.DuckDBPyConnection, catalog: str, build_id: str, previous: str) -> int:
    inserted = 0
    for subject, (table, _) in changes.SUBJECTS.items():
        in_past = f"from duckdb_tables() where database_name = 'past' and table_name = {quoted(table)}"
        if not connection.execute(in_past).fetchone():
            continue
        query = changes.query(connection, subject, "past", catalog, _kept(connection))
        builds = f"{quoted(build_id)}, {quoted(previous)}"
        added = connection.execute(f"insert into meta.meta_change select {builds}, * from ({query})")
        inserted += (added.fetchone() or (0,))[0]
    return inserted


def _kept(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the input files whose facts the build has kept from the one before."""
    if not connection.execute("from duckdb_tables() where table_name = 'meta_input_file'").fetchone():
        return []
    return [name for (name,) in connection.execute("select name from meta.meta_input_file where is_kept").fetchall()]


def _insert(connection: duckdb.DuckDBPyConnection, attempt: Mapping[str, Any]) -> None:
    row = {
        name: attempt.get(name) for name in ("build_id", "previous_build_id", "status", "fingerprint", "code_version")
    }
    row |= {name: _time(attempt.get(name)) for name in ("started_at", "finished_at")}
    row |= {name: attempt.get(name) or {} for name in ("row_counts", "findings", "phase_seconds")}
    row["message"] = attempt.get("message") or ""
    connection.execute(f"insert into meta.meta_build ({', '.join(row)}) values {values(*row.values())}")


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=None) if text else None


def relation(connection: duckdb.DuckDBPyConnection, table: str, catalog: str = "") -> str:
    """Return a table of a warehouse with its schema; earlier versions kept the history in `main`.

    Args:
        connection: has the warehouse open, or attached.
        table: name without schema.
        catalog: alias of the attached warehouse; the open one without it.
    """
    schemas = connection.execute(  # no parameters: see published.connect
        f"select schema_name from duckdb_tables() where table_name = {quoted(table)}"
        f" and database_name = {quoted(catalog) if catalog else 'current_database()'}"
    ).fetchall()
    (schema,) = schemas[0] if schemas else ("meta",)
    return f"{catalog and catalog + '.'}{schema}.{table}"


def build_of(warehouse: Path) -> Build | None:
    """Return the build that a warehouse is, or None where it does not say or cannot be read."""
    import duckdb

    try:
        with published.connect(warehouse) as connection:
            return build_in(connection)
    except (duckdb.Error, published.Unreadable):
        return None


def build_in(connection: duckdb.DuckDBPyConnection, alias: str = "") -> Build | None:
    """Return what an open warehouse says of itself; earlier versions wrote no such table."""
    import duckdb

    try:
        found = connection.execute(
            f"select build_id, previous_build_id, fingerprint from {relation(connection, 'meta_this_build', alias)}"
        ).fetchone()
    except duckdb.CatalogException:
        return None
    return Build(*found) if found else None


def inputs_of(warehouse: Path) -> dict[str, tuple[str, bytes]] | None:
    """Return what a warehouse was built from, checksum and row digests by name, or None where it does not say."""
    import duckdb

    try:
        with published.connect(warehouse) as connection:
            table = relation(connection, "meta_input")
            inputs = connection.execute(f"select name, sha256, row_digests from {table}").fetchall()
    except (duckdb.Error, published.Unreadable):
        return None
    return {name: (digest, rows) for name, digest, rows in inputs}


def rows_of(warehouse: Path) -> dict[str, int]:
    """Return the rows that each input file brought to a warehouse, by name; empty where it does not say."""
    import duckdb

    try:
        with published.connect(warehouse) as connection:
            table = relation(connection, "meta_input")
            counted = connection.execute(f"select name, row_count from {table} where row_count is not null")
            return dict(counted.fetchall())
    except (duckdb.Error, published.Unreadable):
        return {}


def lineage(warehouse: Path) -> list[str]:
    """Return the builds that were published before the one that a warehouse is, the latest first.

    A build that was rolled back is not among those that came after it.
    """
    import duckdb

    try:
        with published.connect(warehouse) as connection:
            build = build_in(connection)
            table = relation(connection, "meta_build")
            rows = connection.execute(f"select build_id, previous_build_id from {table}").fetchall()
    except (duckdb.Error, published.Unreadable):
        return []
    previous = dict(rows)
    found: list[str] = []
    one = build.previous_build_id if build else None
    while one is not None and one not in found:
        found.append(one)
        one = previous.get(one)
    return found


def attempts_in(connection: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Return what a warehouse tells of each attempt to build it.

    Returns:
        For each: build, start (UTC), status, seconds, values, critical findings, changes, beginning of its message.
    """
    return connection.execute(
        "select build_id, strftime(started_at, '%Y-%m-%dT%H:%M:%SZ'), status,"
        " round(list_sum(map_values(phase_seconds)), 1), row_counts['fct_plan_value'], findings['critical'],"
        " (select count(*) from meta.meta_change as c where c.build_id = b.build_id), left(message, 60)"
        " from meta.meta_build as b"
    ).fetchall()


def build_ids(warehouse: Path | None) -> list[str]:
    """Return every identifier that a warehouse's history has used."""
    if warehouse is None:
        return []
    with published.connect(warehouse) as connection:
        rows = connection.execute(f"select build_id from {relation(connection, 'meta_build')}").fetchall()
        return [build_id for (build_id,) in rows]


def find_past(release: releases.Release | None) -> tuple[Path | None, list[str]]:
    """Find the warehouse whose history a new build goes on with.

    The published one if it is as it was published, else what is kept of the same build, else the latest kept build; a
    warehouse that nothing is known of last.

    Returns:
        The warehouse, None where there is none; and a warning where the history is not that of the published build.
    """
    current = project.warehouse()
    past = next((path for path in _verified(release) if _is_readable(path)), None)
    if past is None and _is_readable(current, is_verified=False):
        past = current
    if past is None:
        has_been = release is not None or current.exists()
        lost = Message("the history begins anew: neither the published warehouse nor a kept build can be read")
        return None, [lost] if has_been else []
    if release and past not in (current, layout.warehouse(release.build_id)):
        return past, [
            Message(
                "the history goes on from build {earlier}: build {build} cannot be read",
                earlier=past.parent.name,
                build=release.build_id,
            )
        ]
    return past, []


def _verified(release: releases.Release | None) -> Iterator[Path]:
    """Yield the warehouses that are what they were when they were built: the published one, its kept copy, others."""
    name = project.warehouse().name
    if release and releases.state_of(release, name) is None:
        yield project.warehouse()
    kept = [one for build_id in reversed(layout.kept()) if (one := releases.sealed(build_id))]
    for one in sorted(kept, key=lambda one: release is None or one.build_id != release.build_id):
        path = layout.warehouse(one.build_id)
        if durable.sha256(path) == one.files[name].sha256:
            yield path


def is_verified(warehouse: Path, release: releases.Release | None) -> bool:
    """Return whether a past, as `find_past` returns it, is what it was when it was built."""
    return any(path == warehouse for path in _verified(release))


def _is_readable(warehouse: Path, is_verified: bool = True) -> bool:
    """Return whether a history can be read; of a file that nothing vouches for, all that a build needs is read."""
    import duckdb

    tables = ["meta_build", "meta_change", *(table for table, _ in changes.SUBJECTS.values())]
    part = "limit 0" if is_verified else ""
    try:
        with published.connect(warehouse) as connection:
            for table in tables:
                rows = f"from {relation(connection, table)} {part}"
                connection.execute(f"select bit_xor(hash(t)) from ({rows}) as t").fetchone()
    except (duckdb.Error, published.Unreadable):
        return False
    return True
