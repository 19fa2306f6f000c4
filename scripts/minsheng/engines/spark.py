"""Spark, through dbt, whose profile says where it is. Rows go both ways as Parquet, in folders its workers reach."""

from __future__ import annotations

import json
from pathlib import Path

from minsheng.engines import command
from minsheng.engines.engine import tables
from minsheng.inputs import acceptance


class Spark:
    """Macros of dbt do the work (macros/engines.sql), distributed as every query is."""

    def load(self, inputs: Path) -> None:
        """Make the source tables hold the accepted rows, and no others."""
        _run("load_inputs", folder=inputs, tables=tables(inputs), digest=acceptance.rows_digest(inputs))

    def write(self, relations: list[str], folder: Path) -> None:
        """Write relations as Parquet, a folder of files each."""
        _run("write_relations", folder=folder, relations=relations)


def _run(macro: str, folder: Path, **arguments: list[str] | str) -> None:
    given = json.dumps({"folder": str(folder), **arguments})
    command.dbt("run-operation", macro, "--args", given, "--target", "spark")
