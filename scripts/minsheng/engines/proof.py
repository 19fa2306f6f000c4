"""What an engine says of how its tables were built (macros/proof.sql), written into a file that was fetched from it.

`minsheng publish` holds that against today's code and rows, in DuckDB's SQL. So the code that ran on the engine becomes
the code that DuckDB would run where it is today's, and nothing where it is not.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minsheng.engines import command
from minsheng.engines.engine import EngineError, written
from minsheng.messages import Message
from minsheng.sql import values
from minsheng.text import hinted
from minsheng.warehouse import adoption

if TYPE_CHECKING:
    import duckdb

RELATION = "meta.dbt_result"

_LAST = (
    "select * from {} qualify row_number() over (partition by node order by coalesce(ended_at, started_at) desc) = 1"
)
"""Where an engine deletes nothing, a row says that a node began to run, and a later one how it ended."""


def last(folder: Path) -> str:
    """Return SQL that reads how each node last ended, of what an engine has written into a folder."""
    return f"({_LAST.format(written(folder, RELATION))})"


def require_equal(connection: duckdb.DuckDBPyConnection, before: str, after: str) -> None:
    """Refuse what was read while a build wrote.

    Args:
        connection: any.
        before: reads the proof of before the rows were read, as SQL.
        after: that of afterwards.

    Raises:
        EngineError: they differ.
    """
    ((changed,),) = connection.execute(
        f"select count(*) from ((from {before} except from {after}) union (from {after} except from {before}))"
    ).fetchall()
    if changed:
        message = Message("a build began or ended while its tables were fetched")
        raise EngineError(hinted(message, Message("fetch again when it has ended")))


def carry(connection: duckdb.DuckDBPyConnection, proof: str, theirs: dict[str, str], ours: dict[str, str]) -> None:
    """Write a proof into a fetched file, the code of each node translated.

    Args:
        connection: to the file, whose own proof is replaced.
        proof: reads that of the engine, as SQL.
        theirs: MD5 of today's code by node, as dbt compiles it for the engine.
        ours: the same for DuckDB.
    """
    codes = ", ".join(values(node, code, ours.get(node)) for node, code in theirs.items())
    connection.execute(
        "delete from meta.dbt_result;"
        "insert into meta.dbt_result select node, status, message,"
        " case when proof.code = codes.theirs then codes.ours end, inputs, started_at, ended_at"
        f" from {proof} as proof left join (values {codes}) as codes (node, theirs, ours) using (node)"
        " where status != 'running'"
    )


def compiled(target: str, folder: Path, **environment: object) -> dict[str, str]:
    """Return the MD5 of what each model and data test runs and declares, as macros/proof.sql makes it.

    Args:
        target: of dbt.
        folder: for what dbt writes.
        **environment: variables that the profile reads.

    Raises:
        EngineError: dbt cannot compile.
    """
    kinds = ["resource_type:model", "resource_type:test"]
    places = ["--target-path", str(folder), "--log-path", str(folder / "logs")]
    command.dbt("compile", "--target", target, "--select", *kinds, *places, **environment)
    nodes: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))["nodes"]
    own = {node["database"] for node in nodes.values()} - {"steps", None}
    return {name: _code(node, own) for name, node in nodes.items() if node["resource_type"] in ("model", "test")}


def _code(node: dict[str, Any], own: set[str]) -> str:
    columns = ((one["name"], one["data_type"], one["description"]) for one in node["columns"].values())
    return adoption.code_digest(node["compiled_code"], own, node["description"], columns)
