"""Taking over a warehouse that somebody else's scheduler has built with plain dbt, once its own file proves it.

dbt's hooks write down in the file how every model and data test last ended in it, of which SQL and of which rows
(macros/proof.sql). Here that is held against today's: the SQL that dbt compiles now, the rows that the input check has
just accepted. What cannot be proved is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minsheng import durable, paths
from minsheng.inputs import acceptance
from minsheng.messages import Message, joined
from minsheng.text import unhinted
from minsheng.warehouse import dbt as dbt_run
from minsheng.warehouse import layout, published
from minsheng.warehouse.result import Progress, Refused, Result

if TYPE_CHECKING:
    import duckdb

_NAMED = 5
"""Models and tests that a message names."""
_SOUND = {"model": ("success",), "test": ("pass", "warn")}


@dataclass(frozen=True)
class Ended:
    """How a model or a data test last ended in a file."""

    status: str
    message: str
    code: str
    """MD5 of what ran."""
    rows: str | None
    """Digest of the accepted rows, the same before and after; None where they changed meanwhile."""
    started_at: datetime
    ended_at: datetime


def take(file: Path, built: Path, inputs: Path, result: Result, progress: Progress) -> None:
    """Copy a warehouse into the place of a build, proved to be of today's code and rows and to have passed its tests.

    Args:
        file: the warehouse that dbt has built.
        built: the file to make, in the folder of the build.
        inputs: folder of the rows that the check has just accepted.
        result: gets times, rows, tests and warnings.
        progress: called at each step.

    Raises:
        Refused: it is not of today's inputs or code, or a table or the outcome of a test is missing.
    """
    with result.phase("copy"):
        progress(Message("copying {path}", path=file), 0, 0)
        proof, folder = _copied(file, built)
    with result.phase("dbt"):
        progress(Message("compiling today's models and tests"), 0, 0)
        nodes = _compiled(built, folder)
    with result.phase("proof"):
        if found := list(_unproved(nodes, proof, acceptance.rows_digest(inputs))):
            raise Refused(file, found)
        result.tests = sum(node.resource_type == "test" for node in nodes)
        result.warnings += [
            joined(": ", [node.name, proof[node.unique_id].message]) for node in nodes if _warns(node, proof)
        ]
        _clear(file, built, nodes, result)


def _copied(file: Path, built: Path) -> tuple[dict[str, Ended], str]:
    """Copy a file that nobody writes; return its proof by node, and the folder that its rows were read from."""
    import duckdb

    if file.resolve() == paths.warehouse() or layout.builds() in file.resolve().parents:
        raise Refused(file, [Message("it is a published or kept build already")])
    if layout.log_beside(file).exists():
        log = layout.log_beside(file).name
        raise Refused(file, [Message("it was not closed properly: {log} is beside it", log=log)])
    try:
        with published.connect(file) as connection:
            rows = connection.execute(
                "select node, status, message, code, inputs, started_at, ended_at from meta.dbt_result"
            ).fetchall()
            ((folder,),) = connection.execute("select folder from meta.dbt_run").fetchall()
            durable.copy(file, built)
    except published.Unreadable as error:
        raise Refused(file, [unhinted(error)]) from error
    except duckdb.Error as error:
        raise Refused(file, [Message("nothing in it says how it was built (meta.dbt_result)")]) from error
    return {node: Ended(*ended) for node, *ended in rows}, folder


def _compiled(built: Path, folder: str) -> list[Any]:
    """Return today's models and data tests as dbt compiles them, reading rows from the folder of that time."""
    target = paths.root() / "target" / "publish"
    only = ["--select", *(f"resource_type:{kind}" for kind in _SOUND)]
    arguments = ["compile", "--full-refresh", *only, "--log-path", str(built.parent)]
    try:
        outcome = dbt_run.invoke(arguments, built, Path(folder), target)
    finally:
        dbt_run.close()
    if not outcome.success:
        raise outcome.exception or RuntimeError(Message("dbt cannot compile the models: run `dbt compile`"))
    dbt_run.keep_state(target, built.parent)
    return [one.node for one in outcome.result.results if one.node.resource_type in _SOUND]


def _unproved(nodes: Iterable[Any], proof: dict[str, Ended], rows: str) -> Iterator[str]:
    """Yield what is wrong, one cause a line; each model or test counts for its first cause."""
    causes: dict[Message, list[str]] = {}
    for node in nodes:
        if cause := _cause(node, proof, rows):
            causes.setdefault(cause, []).append(node.name)
    for cause, names in causes.items():
        first = ", ".join(sorted(names)[:_NAMED])
        if len(names) > _NAMED:
            first = Message("{names} and {count} more", names=first, count=len(names) - _NAMED)
        yield joined(": ", [cause, first])


def _cause(node: Any, proof: dict[str, Ended], rows: str) -> Message | None:
    ended = proof.get(node.unique_id)
    if ended is None:
        return Message("not run in this file to its end")
    if ended.status not in _SOUND[node.resource_type]:
        return Message("ended with {status}", status=ended.status)
    if ended.code != _code(node):
        return Message("of other code than today's")
    if ended.rows != rows:
        return Message("of other rows than the input check accepts today")
    parents = (proof.get(parent) for parent in node.depends_on.nodes)
    if any(parent and parent.ended_at > ended.started_at for parent in parents):
        return Message("older than a model that it reads")
    return None


def code_digest(
    code: str, databases: Iterable[str], description: str, columns: Iterable[tuple[str, str | None, str]]
) -> str:
    """Return the MD5 of what a node runs and declares, as macros/proof.sql writes it down.

    Args:
        code: its SQL as dbt compiles it.
        databases: of its own, which the SQL does not name then.
        description: of the node.
        columns: name, type and description of each.
    """
    for database in databases:
        code = code.replace(f'"{database}".', "")
    declared = "".join(f"{name} {data_type} {description}" for name, data_type, description in columns)
    return hashlib.md5(f"{code}{description}{declared}".encode()).hexdigest()


def _code(node: Any) -> str:
    columns = ((one.name, one.data_type, one.description) for one in node.columns.values())
    return code_digest(node.compiled_code, [paths.warehouse().stem], node.description, columns)


def _warns(node: Any, proof: dict[str, Ended]) -> bool:
    return node.resource_type == "test" and proof[node.unique_id].status == "warn"


def _clear(file: Path, built: Path, nodes: Iterable[Any], result: Result) -> None:
    """Leave in the copy what the models make, and nothing else; count the rows of the marts."""
    import duckdb

    models = [node for node in nodes if node.resource_type == "model" and node.database != "steps"]
    expected = {(node.schema, node.alias) for node in models} | {("meta", "meta_key")}
    with duckdb.connect(str(built)) as connection:
        there = _relations(connection)
        if missing := sorted(f"{schema}.{name}" for schema, name in expected - there.keys()):
            raise Refused(file, [Message("not in the file: {names}", names=", ".join(missing))])
        extra = {relation: kind for relation, kind in there.items() if relation not in expected}
        for (schema, name), kind in sorted(extra.items(), key=lambda one: one[1] != "view"):
            connection.execute(f'drop {kind} "{schema}"."{name}"')
        left = sorted(f"{schema}.{name}" for schema, name in extra if not name.startswith("dbt_"))
        if left:
            result.warnings.append(Message("left out, for no model makes it: {names}", names=", ".join(left)))
        names = sorted(node.name for node in models if node.name.startswith(dbt_run.MARTS))
        counted = (connection.execute(f"select count(*) from {name}").fetchall() for name in names)
        result.rows = {name: count for name, ((count,),) in zip(names, counted, strict=True)}
        connection.execute("checkpoint")


def _relations(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    """Return `table` or `view` of each relation by schema and name."""
    rows = connection.execute(
        "select schema_name, table_name, 'table' from duckdb_tables() where not internal"
        " union all select schema_name, view_name, 'view' from duckdb_views() where not internal"
    ).fetchall()
    return {(schema, name): kind for schema, name, kind in rows}
