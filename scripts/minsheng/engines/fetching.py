"""The result of another engine as a DuckDB file, for `minsheng publish` to take over."""

from __future__ import annotations

from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

from minsheng import durable
from minsheng.engines import command, proof
from minsheng.engines.engine import Engine, written

_TABLES = "select table_name from duckdb_tables() where schema_name = 'main' order by 1"


def fetch(engine: Engine, target: str, inputs: Path, warehouse: Path) -> int:
    """Write what an engine has built as a file of DuckDB, with DuckDB's views and the proof of how it was built.

    Args:
        engine: has built the warehouse.
        target: dbt's name of it.
        inputs: the accepted rows, of which only the columns matter.
        warehouse: the file, replaced in one step.

    Returns:
        How many rows its tables have.

    Raises:
        EngineError: the engine is not there, has no such relation, or was building meanwhile.
    """
    import duckdb

    with TemporaryDirectory(prefix=".fetched-", dir=warehouse.parent) as scratch:
        folder = Path(scratch)
        made = folder / warehouse.name
        for empty in inputs.glob("*/00000.parquet"):
            (folder / "inputs" / empty.parent.name).mkdir(parents=True)
            copy(empty, folder / "inputs" / empty.parent.name)
        dev = {"MINSHENG_DEV_DATABASE": made, "MINSHENG_INPUTS": folder / "inputs"}
        places = ("--target-path", str(folder / "target"), "--log-path", str(folder / "logs"))
        command.dbt("run", "--target", "dev", *places, **dev)
        theirs, ours = proof.compiled(target, folder / target), proof.compiled("dev", folder / "target", **dev)
        (folder / "before").mkdir()
        engine.write([proof.RELATION], folder / "before")
        with duckdb.connect(str(made)) as connection:
            names = [name for (name,) in connection.execute(_TABLES).fetchall()]
            engine.write([*(f"main.{name}" for name in names), proof.RELATION], folder)
            proof.require_equal(connection, proof.last(folder / "before"), proof.last(folder))
            counts = [
                connection.execute(f"insert into {name} by name from {written(folder, f'main.{name}')}").fetchone()
                for name in names
            ]
            proof.carry(connection, proof.last(folder), theirs, ours)
        durable.put_in_place(made, warehouse)
    return sum(count[0] for count in counts if count)
