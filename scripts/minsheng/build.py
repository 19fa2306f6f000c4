"""The build: check the inputs, run dbt, pass the gate, publish.

The warehouse is built beside the published one, in `builds/<build_id>/`, and takes its place in one step when
everything has passed, so that a failure leaves the published file as it was.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from minsheng import gate as gates
from minsheng import inputs, project
from minsheng.faults import Fault
from minsheng.gate import Gate, Outcome


class BuildError(Exception):
    """A build that ended before publication."""

    exit_code = 4


class BadInput(BuildError):
    """Input files do not keep their contract."""

    exit_code = 2

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


class BuildFailed(BuildError):
    """A model, a data test or the gate failed."""

    exit_code = 1

    def __init__(self, messages: list[str], kept: Path) -> None:
        self.messages = messages
        self.kept = kept
        super().__init__("\n".join(messages))


@dataclass
class Result:
    """What a build did."""

    build_id: str
    warehouse: Path
    seconds: dict[str, float] = field(default_factory=dict)
    """Time per phase."""
    rows: dict[str, int] = field(default_factory=dict)
    """Rows per mart."""
    tests: int = 0
    """Data and unit tests passed in dbt."""
    warnings: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    """Outcomes of the gate."""

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Add the time of a block to the phase."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0) + time.perf_counter() - start


Progress = Callable[[str, int, int], None]
"""Called with what is going on, steps done, steps in all (0 while unknown)."""


def build(progress: Progress = lambda *_: None) -> Result:
    """Build and publish the warehouse.

    Args:
        progress: told of each step.

    Raises:
        BadInput: input files have faults; nothing was built.
        BuildFailed: a model, a test or the gate failed; the published warehouse is as it was.
    """
    published = project.warehouse()
    build_id = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    result = Result(build_id, published)
    with result.phase("check inputs"):
        progress("checking the inputs", 0, 0)
        if faults := inputs.check():
            raise BadInput(faults)

    folder = published.parent / "builds" / build_id
    folder.mkdir(parents=True)
    built = _constant_path(folder) / published.name
    with Gate() as gate:
        _run_dbt(built, result, progress)
        with result.phase("gate"):
            progress("passing the gate", 0, 0)
            result.outcomes = gate.check(built)
            gates.store(built, build_id, result.outcomes)
    if failed := gates.failed(result.outcomes):
        raise BuildFailed([f"{o.suite}: {o.expectation}: {o.observed}" for o in failed], folder / published.name)
    with result.phase("publish"):
        progress("publishing", 0, 0)
        _publish(folder / published.name, published)
        built.parent.unlink()
        shutil.rmtree(folder)
    return result


def _constant_path(folder: Path) -> Path:
    """Return a link to a build's folder with a path that is the same in every build.

    dbt parses the whole project anew when the path in its profile changes.
    """
    link = folder.parent / "next"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    return link


def _run_dbt(built: Path, result: Result, progress: Progress) -> None:
    """Build all models into `built` with one parse, in this process."""
    root = project.root()
    with result.phase("import dbt"):
        progress("starting dbt", 0, 0)
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.cli.main import dbtRunner
    try:
        steps = _Steps(progress)
        with result.phase("dbt"), _environment(MINSHENG_DATABASE=built, MINSHENG_PROJECT=root, DO_NOT_TRACK=1):
            outcome = dbtRunner(callbacks=[steps]).invoke(
                [
                    *(
                        "build",
                        "--project-dir",
                        str(root),
                        "--profiles-dir",
                        str(root / "profiles"),
                    ),
                    *("--target-path", str(root / "target"), "--log-path", str(built.parent)),
                    *("--quiet", "--exclude-resource-type", "unit_test", "--log-level", "none", "--no-use-colors"),
                ]
            )
        if outcome.exception:
            raise BuildFailed([str(outcome.exception)], built.resolve())
        results = outcome.result.results
        if broken := [r for r in results if r.status in ("error", "fail", "runtime error")]:
            raise BuildFailed([_message(r) for r in broken], built.resolve())
        result.tests = sum(r.node.resource_type in ("test", "unit_test") for r in results)
        result.warnings = [_message(r) for r in results if r.status == "warn"]
        result.seconds["dbt"] -= sum(steps.parse)
        result.seconds["parse"] = sum(steps.parse)
        models = (r.node.name for r in results if r.node.resource_type == "model")
        names = sorted(name for name in models if name.startswith(("dim_", "fct_", "bridge_", "mart_")))
        with result.phase("checkpoint"):
            connection = DuckDBConnectionManager.env().handle().cursor()
            result.rows = {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in names}
            connection.execute("checkpoint")
    finally:
        if DuckDBConnectionManager._ENV is not None:
            DuckDBConnectionManager.env().close()
            DuckDBConnectionManager.close_all_connections()


@contextmanager
def _environment(**variables: object) -> Iterator[None]:
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


def _message(result: Any) -> str:
    node = result.node
    where = getattr(node, "original_file_path", "")
    if result.failures:
        rows = "row" if result.failures == 1 else "rows"
        return f"{node.name} ({where}): {result.failures} {rows} against it"
    return f"{node.name} ({where}): {(result.message or '').strip()}"


def _publish(built: Path, published: Path) -> None:
    """Put a closed warehouse in the place of the published one, in one step."""
    if built.with_suffix(built.suffix + ".wal").exists():
        raise RuntimeError(f"{built} has an unwritten log: it was not closed properly")
    with built.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(built.with_name("gate.json"), published.with_name("gate.json"))
    os.replace(built, published)
