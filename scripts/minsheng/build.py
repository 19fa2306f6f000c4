"""The one way to the published warehouse: check the inputs, run dbt, pass the gate, publish.

The warehouse is built beside the published one, in `builds/<build_id>/`, and takes its place in one step when
everything has passed, so that a failure leaves the published file as it was.
"""

from __future__ import annotations

import os
import shutil
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from minsheng import fingerprint, history, project, shelf
from minsheng import gate as gates
from minsheng.gate import Gate, Outcome
from minsheng.violations import Violation


class BuildError(Exception):
    """A build that ended before publication."""

    exit_code = 4
    status = "error"


class BadInput(BuildError):
    """Input files do not keep their contract."""

    exit_code = 2
    status = "bad_input"

    def __init__(self, faults: list[Violation]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


class BuildFailed(BuildError):
    """A model, a data test or the gate failed."""

    exit_code = 1
    status = "failed"

    def __init__(self, messages: list[str], kept: Path) -> None:
        self.messages = messages
        self.kept = kept
        super().__init__("\n".join(messages))


@dataclass
class Result:
    """What a build did."""

    build_id: str
    warehouse: Path
    status: str = "published"
    """published, or unchanged."""
    message: str = ""
    reasons: list[str] = field(default_factory=list)
    """What of the inputs has changed since the last build."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Time per phase."""
    rows: dict[str, int] = field(default_factory=dict)
    """Rows per mart."""
    changes: int = 0
    """Rows added to meta_change."""
    tests: int = 0
    """Data tests passed in dbt."""
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


@dataclass(frozen=True)
class Options:
    """How to refresh."""

    force: bool = False
    """Build also when nothing has changed."""
    wait: float = 0
    """Seconds to wait for another process that builds."""
    keep: int = 5
    """Builds that are kept besides the published one."""
    exports: bool = True
    """Write data/exports."""


Progress = Callable[[str, int, int], None]
"""Called with what is going on, steps done, steps in all (0 while unknown)."""


def refresh(options: Options = Options(), progress: Progress = lambda *_: None) -> Result:
    """Build and publish the warehouse, unless it is of today's inputs already.

    Args:
        options: how.
        progress: told of each step.

    Raises:
        BadInput: input files have faults; nothing was built.
        BuildFailed: a model, a test or the gate failed; the published warehouse is as it was.
        BuildError: something else went wrong; the same holds.
        shelf.Locked: another process is building.
    """
    try:
        with shelf.lock(options.wait, lambda who: progress(f"waiting: {who}", 0, 0)):
            result = _refresh(options, progress)
    except shelf.Locked as error:
        shelf.note_outcome("locked", str(error))
        raise
    except BuildError as error:
        first, *others = str(error).splitlines() or [""]
        shelf.note_outcome(error.status, first + (f" (and {len(others):,} lines more)" if others else ""))
        raise
    except OSError as error:
        # No folder for a lock, no room for a journal: nothing was begun.
        raise BuildError(_plainly(error)) from error
    shelf.note_outcome(result.status, result.message, result.build_id)
    return result


def _refresh(options: Options, progress: Progress) -> Result:
    digests = fingerprint.digests()
    today = fingerprint.combined(digests)
    published = project.warehouse()
    known = history.inputs_of(published) if published.exists() else None
    if not options.force and (result := _unchanged(published, known, today, options)):
        return result

    _clear_interrupted(history.build_of(published) if known else None)
    build_id = shelf.new_build_id()
    result = Result(build_id, published, reasons=fingerprint.changes(known[1], digests) if known else [])
    record = {
        "build_id": build_id,
        "started_at": shelf.now(),
        "status": "running",
        "fingerprint": today,
        "code_version": f"{version('minsheng')}+{fingerprint.code(digests)}",
    }
    folder = shelf.builds() / build_id
    try:
        folder.mkdir(parents=True)
        shelf.note_attempt(record)
        _build(folder, result, {**record, "inputs": digests}, options, progress)
    except BaseException as error:
        told = _told(error, folder)
        with suppress(OSError):
            shelf.note_attempt(
                {
                    **record,
                    "status": getattr(told, "status", "interrupted"),
                    "finished_at": shelf.now(),
                    "message": str(told),
                    "phase_seconds": result.seconds,
                }
            )
        if told is error:
            raise
        raise told from error
    shelf.note_attempt({**record, "status": "published", "finished_at": shelf.now(), "phase_seconds": result.seconds})
    shelf.prune(options.keep, build_id)
    result.message = f"published build {build_id}"
    return result


def _clear_interrupted(published: str | None) -> None:
    """Remove what processes left that ended in the middle of a build; one may have come as far as publishing it."""
    for attempt in shelf.attempts():
        if attempt["status"] == "running":
            is_published = attempt["build_id"] == published
            if not is_published:
                shutil.rmtree(shelf.builds() / attempt["build_id"], ignore_errors=True)
            shelf.note_attempt({**attempt, "status": "published" if is_published else "interrupted"})


def _unchanged(published: Path, known: Any, today: str, options: Options) -> Result | None:
    """Return the answer where today's inputs are published already; put right what an interruption left undone."""
    said = shelf.published()
    if known is None or shelf.log_beside(published).exists():
        return None
    held = said["held"] if said else None
    build_id = history.build_of(published)
    if today not in (known[0], held) or build_id is None:
        return None
    result = Result(build_id, published, "unchanged")
    if said is None:
        shelf.mark_published(build_id, known[0])
        said = shelf.published()
    if options.exports and not shelf.exports_of(build_id):
        with result.phase("exports"):
            _export(published, shelf.builds() / build_id)
            shelf.point_exports(build_id)
    result.message = shelf.told_unchanged(said, today)
    return result


def _build(folder: Path, result: Result, record: dict[str, Any], options: Options, progress: Progress) -> None:
    from minsheng import inputs

    with result.phase("check inputs"):
        progress("checking the inputs", 0, 0)
        checked = inputs.check(folder / "inputs")
        if checked.violations:
            raise BadInput(checked.violations)
        result.warnings += checked.notices
    published = project.warehouse()
    built = _constant_path(folder) / published.name
    with Gate() as gate:
        _run_dbt(built, result, progress)
        with result.phase("gate"):
            progress("passing the gate", 0, 0)
            result.outcomes = gate.check(built)
            gates.store(built, result.build_id, result.outcomes)
    if failed := gates.failed(result.outcomes):
        raise BuildFailed([f"{o.suite}: {o.expectation}: {o.observed}" for o in failed], folder / published.name)
    with result.phase("history"):
        progress("writing the history", 0, 0)
        done = {**record, "status": "published", "finished_at": shelf.now(), "row_counts": result.rows}
        done["phase_seconds"] = {name: round(seconds, 3) for name, seconds in result.seconds.items()}
        result.changes = history.store(folder / published.name, published, done, shelf.attempts())
    if options.exports:
        with result.phase("exports"):
            progress("writing the exports", 0, 0)
            _export(folder / published.name, folder)
    with result.phase("publish"):
        progress("publishing", 0, 0)
        shelf.publish(result.build_id)
        shelf.mark_published(result.build_id, record["fingerprint"])
        built.parent.unlink()
        inputs.replace(folder / "inputs", project.inputs())


def _export(warehouse: Path, folder: Path) -> None:
    """Write the exports of a build into its folder."""
    from minsheng import exports

    unfinished = folder / "exports.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    exports.export(warehouse, unfinished)
    shutil.rmtree(folder / "exports", ignore_errors=True)
    os.replace(unfinished, folder / "exports")


def _told(error: BaseException, folder: Path) -> BaseException:
    """Return an error in words for a user; leave nothing behind that nobody would look into."""
    if isinstance(error, BadInput):
        shutil.rmtree(folder, ignore_errors=True)
        return error
    if isinstance(error, BuildFailed):
        unwritten = next((line for line in str(error).splitlines() if "Could not write" in line), None)
        return BuildError(_plainly(OSError(unwritten.strip()))) if unwritten else error
    if isinstance(error, BuildError) or not isinstance(error, Exception):
        return error
    with suppress(OSError):
        (folder / "error.txt").write_text("".join(traceback.format_exception(error)), "utf-8")
    return BuildError(_plainly(error))


def _plainly(error: Exception) -> str:
    """Return what went wrong outside of the data, in one line."""
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if "No space left" in str(error) or "File too large" in str(error):
        return f"the disk is full: {text}"
    return f"cannot write: {text}" if isinstance(error, PermissionError | NotADirectoryError) else text


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
        variables = {
            "MINSHENG_DATABASE": built,
            "MINSHENG_PROJECT": root,
            "MINSHENG_INPUTS": built.parent / "inputs",
        }
        with result.phase("dbt"), environment(**variables, DO_NOT_TRACK=1):
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
        result.warnings += [_message(r) for r in results if r.status == "warn"]
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
def environment(**variables: object) -> Iterator[None]:
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
