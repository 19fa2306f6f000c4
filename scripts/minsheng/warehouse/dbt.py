"""dbt in this process: the build of all models, and the documentation of what was built."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from minsheng import durable, paths
from minsheng.messages import Message, joined
from minsheng.sql import literal, quoted
from minsheng.warehouse.result import BuildFailed, Progress, Result

MARTS = ("dim_", "fct_", "bridge_", "mart_")
"""How the names of tables begin whose rows are counted."""

_SMALL, _LARGE = 4_000_000, 40_000_000
"""Bytes of accepted rows: below the first some hundred thousand of them, above the second some millions."""


def build(warehouse: Path, inputs: Path, result: Result, progress: Progress) -> None:
    """Build all models with one parse.

    Args:
        warehouse: the file to make, or with facts that are kept; dbt's log goes beside it.
        inputs: folder of the accepted rows.
        result: gets times, rows, tests and warnings.
        progress: called after each model and test.

    Raises:
        BuildFailed: a model or a test failed.
    """
    with result.phase("import dbt"):
        progress(Message("starting dbt"), 0, 0)
        import_module("dbt.cli.main")
        connections: Any = import_module("dbt.adapters.duckdb.connections").DuckDBConnectionManager
    if not warehouse.exists():
        make_file(warehouse, inputs)
    try:
        steps = _Steps(progress)
        with result.phase("dbt"):
            arguments = ["build", "--exclude-resource-type", "unit_test", "--log-path", str(warehouse.parent)]
            target = paths.root() / "target" / "release"
            outcome = invoke(arguments, warehouse, inputs, target, [steps])
        if outcome.exception:
            raise BuildFailed([str(outcome.exception)], warehouse.resolve())
        results = outcome.result.results
        if broken := [r for r in results if r.status in ("error", "fail", "runtime error")]:
            handle = connections.env().handle().cursor()
            raise BuildFailed([_with_first_row(r, handle) for r in broken], warehouse.resolve())
        result.tests = sum(r.node.resource_type in ("test", "unit_test") for r in results)
        result.warnings += [_message(r) for r in results if r.status == "warn"]
        result.seconds["dbt"] -= sum(steps.parse)
        result.seconds["parse"] = sum(steps.parse)
        models = (r.node.name for r in results if r.node.resource_type == "model")
        names = sorted(name for name in models if name.startswith(MARTS))
        with result.phase("checkpoint"):
            connection = connections.env().handle().cursor()
            result.rows = {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in names}
            connection.execute("checkpoint")
    finally:
        close()
    _steps_beside(warehouse).unlink(missing_ok=True)
    keep_state(target, warehouse.parent)


def keep_state(target: Path, folder: Path) -> None:
    """Keep with a build the manifest that dbt has written into its target folder, for `dbt --state`."""
    (folder / "state").mkdir()
    durable.copy(target / "manifest.json", folder / "state" / "manifest.json")


def make_file(warehouse: Path, inputs: Path) -> None:
    """Make an empty file."""
    import duckdb

    size = block_size(inputs)
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(str(warehouse))} as made (block_size {size})")


def block_size(inputs: Path) -> int:
    """Return the bytes of a block of the file: of a few rows 16 KiB, of which a small table fills one and not 256."""
    return 16_384 if _bytes(inputs) < _SMALL else 262_144


def _steps(warehouse: Path, inputs: Path) -> str:
    """Return where staging and intermediate tables go: memory where they fit, else a file beside the warehouse."""
    return ":memory:" if _bytes(inputs) < _LARGE else str(_steps_beside(warehouse))


def _steps_beside(warehouse: Path) -> Path:
    return warehouse.with_name("steps.duckdb")


def _bytes(inputs: Path) -> int:
    return sum(path.stat().st_size for path in inputs.rglob("*.parquet"))


def invoke(arguments: Sequence[str], warehouse: Path, inputs: Path, target: Path, callbacks: Sequence[Any] = ()) -> Any:
    """Run a command of dbt on the target `release`, without output; return dbt's own result.

    Args:
        arguments: the command and its options, without the paths.
        warehouse: the file that dbt opens for writing.
        inputs: folder of the accepted rows.
        target: folder of what dbt compiles and remembers.
        callbacks: called with dbt's events.
    """
    from dbt.cli.main import dbtRunner

    root = paths.root()
    places = ["--project-dir", str(root), "--profiles-dir", str(root / "profiles"), "--target-path", str(target)]
    quiet = ["--quiet", "--log-level", "none", "--no-use-colors", "--target", "release"]
    variables = {
        "MINSHENG_RELEASE_DATABASE": warehouse,
        "MINSHENG_STEPS": os.environ.get("MINSHENG_STEPS") or _steps(warehouse, inputs),
        "MINSHENG_INPUTS": literal(inputs),
        "DO_NOT_TRACK": 1,
    }
    with _environment(variables):
        return dbtRunner(callbacks=list(callbacks)).invoke([*arguments, *places, *quiet])


def close() -> None:
    """Let go of the file that dbt has open; it would keep it for the rest of the process."""
    connections: Any = import_module("dbt.adapters.duckdb.connections").DuckDBConnectionManager
    if connections._ENV is not None:
        connections.env().close()
        connections.close_all_connections()


@contextmanager
def _environment(variables: dict[str, object]) -> Iterator[None]:
    """Set environment variables for a block; dbt's profile and sources read them."""
    before = dict(os.environ)
    os.environ |= {name: str(value) for name, value in variables.items()}
    try:
        yield
    finally:
        os.environ.clear()
        os.environ |= before


class _Steps:
    """Turns dbt's events into progress; notes how long it parsed."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._start = time.perf_counter()
        self._done = 0
        self._total = 0
        self.parse: list[float] = []

    def __call__(self, event: Any) -> None:
        match event.info.name:
            case "ConcurrencyLine":
                self.parse = [time.perf_counter() - self._start]
                self._total = event.data.node_count
            case "NodeFinished":
                self._done += 1
                self._progress(event.data.node_info.node_name, self._done, self._total)


def _with_first_row(result: Any, connection: Any) -> Message:
    """Return what failed, with the first row that a data test fails on, its nulls left out."""
    message = _message(result)
    if not result.failures or result.node.resource_type != "test":
        return message
    found = connection.execute(f"select * from ({result.node.compiled_code}) limit 1")
    cells = zip(found.description, found.fetchone() or (), strict=False)
    row = ", ".join(f"{name} {cell}" for (name, *_), cell in cells if cell not in (None, ""))
    return Message("{message}; the first: {row}", message=message, row=row)


def _message(result: Any) -> Message:
    node = f"{result.node.name} ({getattr(result.node, 'original_file_path', '')})"
    if result.failures:
        return Message("{node}: {count} failing row", "{node}: {count} failing rows", node=node, count=result.failures)
    return joined(": ", [node, (result.message or "").strip()])
