"""The same results by other means, each in a process of its own, measured like a refresh."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import measure
from bench.refresh import ROOT, Place

TOOLS = str(Path(__file__).parents[1])


def compiled(place: Place, what: str = "tests") -> dict[str, Any]:
    """Run the statements of the last refresh of a place without dbt; return their cost, and that of each node."""
    cost, size = _run("bench.sql", place, str(place.project), what=what)
    nodes = [json.loads(line) for line in cost.output.splitlines()]
    return _figures(cost) | {"file_bytes": size, "nodes": nodes}


def best(place: Place) -> dict[str, Any]:
    """Run the hand-written statement from accepted rows to facts; return its cost and the rows that it made."""
    cost, size = _run("bench.best", place, str(place.project))
    made: dict[str, Any] = json.loads(cost.output)
    return _figures(cost) | {"file_bytes": size} | made


def sqlmesh(place: Place) -> dict[str, Any] | None:
    """Build the same models with SQLMesh, where its environment is made (`make bench-peer`)."""
    python = ROOT / ".venv-sqlmesh/bin/python"
    if not python.exists():
        return None
    cost, size = _run("bench.mesh", place, str(place.project), python=str(python))
    made: dict[str, Any] = json.loads(cost.output.splitlines()[-1])
    return _figures(cost) | {"file_bytes": size} | made


def _run(
    module: str, place: Place, *arguments: str, what: str = "", python: str = sys.executable
) -> tuple[measure.Cost, int]:
    """Run a module over the accepted rows of a place, on a new file; return its cost and the bytes of the file."""
    inputs = str((place.folder / "inputs").resolve())
    with tempfile.TemporaryDirectory(prefix="bench-", dir=place.folder) as scratch:
        database = Path(scratch) / "minsheng.duckdb"
        command = [python, "-m", module, arguments[0], str(database), inputs, *([what] if what else [])]
        environment = {**place.environment, "PYTHONPATH": f"{place.project / 'scripts'}:{TOOLS}"}
        cost = measure.run(command, environment)
        return cost, database.stat().st_size


def _figures(cost: measure.Cost) -> dict[str, Any]:
    return {key: value for key, value in asdict(cost).items() if key != "output"}
