"""What a build need not make again: the facts of input files that are as they were when the published build was made.

A row of fct_plan_value depends on its own line, on the reference files and on the code; and where it is a target, on
the other targets of its plan. So a build may begin with a copy of the published file that holds the facts of unchanged
files and nothing else; dbt makes those of the other files, and all other tables anew. Any other change of an input, and
every so many builds in a row, make a build from scratch, which is compared with what had been kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from minsheng import durable, memory
from minsheng.inputs import landing, united
from minsheng.messages import Message
from minsheng.sql import literal, quoted
from minsheng.warehouse import dbt, history, layout, losses, parquet, published, releases

if TYPE_CHECKING:
    import duckdb

FACTS = "fct_plan_value"
"""The table whose rows are kept."""
FILES = "meta.meta_input_file"
"""While a build runs: one row per file of values, and whether its facts are kept (macros/input_files.sql)."""

_PLACES = tuple(f"data/landing/{place}/" for place, kind in landing.FOLDERS.items() if kind in united.KINDS)
_SEEDS = ("seeds/plans/", "seeds/records/")
_NAMED = 3


@dataclass(frozen=True)
class Common:
    """What today's inputs have in common with those of the build before."""

    build_id: str
    """The build before."""
    past: Path
    """Its warehouse."""
    in_a_row: int
    """Builds up to it that were not made from scratch."""
    digests: Mapping[str, str]
    """Today's digests of the files of values, by their names in messages."""
    unchanged: frozenset[str]
    """Those of them that are as they were."""
    is_all: bool
    """Whether all inputs are."""


Files = Mapping[str, bool]
"""Every file of values by its name in messages, and whether its facts are those of the build before."""


def is_of_values(name: str) -> bool:
    """Return whether an input, by its name in the project, is a file of plan values, records or observations."""
    return name.startswith(_PLACES) or (name.startswith(_SEEDS) and name.endswith(".csv"))


def find(past: Path, digests: Mapping[str, str]) -> Common | None:
    """Return what is as it was for the build before; None where code or reference rows are not, or no file is.

    Args:
        past: the warehouse of the build before, exactly as that build left it.
        digests: of today's inputs, by name in the project.
    """
    before = {name: digest for name, (digest, _) in (history.inputs_of(past) or {}).items()}
    if _ground(before) != _ground(digests):
        return None
    shown = {name: shown for name in digests if is_of_values(name) for shown in losses.by_file({name: 0})}
    unchanged = frozenset(shown[name] for name in shown if before.get(name) == digests[name])
    by_file = {shown[name]: digests[name] for name in shown}
    if not unchanged:
        return None
    with published.connect(past) as connection:
        build_id, in_a_row = connection.execute("select build_id, increments from meta.meta_this_build").fetchall()[0]
    return Common(build_id, past, in_a_row, by_file, unchanged, before == digests)


def accepted(common: Common) -> dict[str, Path]:
    """Return where the rows of unchanged files are, as the check before the last build has accepted them."""
    from minsheng.inputs import acceptance

    unchanged = {name: common.digests[name] for name in common.unchanged}
    return acceptance.accepted(layout.folder(common.build_id) / "inputs", unchanged)


def kept(common: Common, rows: Path) -> Files:
    """Return the files of values, and of which the facts are those of the build before.

    Args:
        common: what is as it was.
        rows: folder of the rows that the check has accepted today.
    """
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(common.past)} as past (read_only)")
        dependent = _dependent(connection, common.unchanged, rows)
    return {name: name in common.unchanged - dependent for name in common.digests}


def is_continued(common: Common, rows: Path) -> bool:
    """Return whether the file of today's rows would have blocks of the same size: a copy keeps those that it has."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(common.past)} as past (read_only)")
        size = "select block_size from pragma_database_size() where database_name = 'past'"
        return connection.execute(size).fetchall() == [(dbt.block_size(rows),)]


def _ground(digests: Mapping[str, str]) -> dict[str, str]:
    """Return the digests of what all facts depend on."""
    return {name: digest for name, digest in digests.items() if not is_of_values(name)}


def _dependent(connection: duckdb.DuckDBPyConnection, unchanged: Collection[str], rows: Path) -> set[str]:
    """Return the unchanged files with targets of a plan that other files have, or had, targets of, too."""
    same = ", ".join(map(quoted, unchanged))
    places = [rows / kind for kind in united.KINDS if (rows / kind).is_dir()]
    parts = ", ".join(quoted(f"{literal(place)}/*.parquet") for place in places)
    found = connection.execute(
        f"with targets as (select input_file, plan_id from past.main.{FACTS} where value_role = 'target'),"
        f" touched as (select plan_id from targets where input_file not in ({same})"
        f" union select plan_id from read_parquet([{parts}], union_by_name = true)"
        f" where value_role = 'target' and file not in ({same}))"
        f" select distinct input_file from targets semi join touched using (plan_id) where input_file in ({same})"
    ).fetchall()
    return {name for (name,) in found}


def start(common: Common, files: Files, built: Path) -> None:
    """Make a file that holds what is kept of the build before: its facts, those of changed files as yet among them."""
    import duckdb

    durable.copy(common.past, built)
    built.chmod(0o644)
    with duckdb.connect(str(built)) as connection:
        for (schema,) in connection.execute(
            "select schema_name from duckdb_schemas() where database_name = current_database() and not internal"
            " and schema_name != 'main'"
        ).fetchall():
            connection.execute(f'drop schema "{schema}" cascade')
        relations = (
            "select 'view', view_name from duckdb_views() where database_name = current_database() and not internal"
            f" union all select 'table', table_name from duckdb_tables() where database_name = current_database()"
            f" and table_name != {quoted(FACTS)}"
        )
        for kind, name in connection.execute(relations).fetchall():
            connection.execute(f'drop {kind} "{name}" cascade')
        rows = ", ".join(f"({quoted(name)}, {is_kept})" for name, is_kept in files.items())
        connection.execute(f"create schema meta; create table {FILES} (name varchar, is_kept boolean)")
        connection.execute(f"insert into {FILES} values {rows}")
        connection.execute("checkpoint")


def exported(common: Common, files: Files) -> dict[str, Path]:
    """Return where the build before has exported facts that are kept, by name of the file, as it wrote them."""
    release = releases.sealed(common.build_id)
    names = {parquet.file_of(name) for name, is_kept in files.items() if is_kept}
    found = {name: layout.folder(common.build_id) / "exports" / name for name in names}
    return {name: path for name, path in found.items() if release and releases.is_as_sealed(release, path)}


def differences(common: Common, files: Files, built: Path) -> list[str]:
    """Compare what a build from scratch has in common with the one before; return a line for each table that differs.

    Args:
        common: what both have in common; where that is all inputs, all tables of the schema main are compared.
        files: whose facts are to be the same.
        built: the build from scratch, which no one is writing.
    """
    import duckdb

    found: list[str] = []
    with duckdb.connect(config=memory.config()) as connection:
        for alias, path in (("past", common.past), ("fresh", built)):
            connection.execute(f"attach {quoted(path)} as {alias} (read_only)")
        connection.execute(f"set temp_directory = {quoted(built.with_name('.spilled'))}")
        tables, same = [FACTS], [name for name, is_kept in files.items() if is_kept]
        if common.is_all:
            query = "select table_name from duckdb_tables() where database_name = 'fresh' and schema_name = 'main'"
            tables = [name for (name,) in connection.execute(f"{query} order by 1").fetchall()]
        for table in tables:
            part = f"where input_file in ({', '.join(map(quoted, same))})" if table == FACTS else ""
            before, now = (f"(from {alias}.main.{table} {part})" for alias in ("past", "fresh"))
            connection.execute(f"create or replace table gone as (from {before} except all from {now})")
            connection.execute(f"create or replace table come as (from {now} except all from {before})")
            gone, come = (
                connection.execute(f"select count(*) from {one}").fetchall()[0][0] for one in ("gone", "come")
            )
            if gone or come:
                both = "from (from gone union all by name from come)"
                first = connection.execute(f"select distinct #1 {both} order by 1 limit {_NAMED}").fetchall()
                named = ", ".join(str(row[0]) for row in first)
                found.append(
                    Message(
                        "{table}: {before} rows only before, {now} only now, such as {keys}",
                        table=table,
                        before=gone,
                        now=come,
                        keys=named,
                    )
                )
    return found
