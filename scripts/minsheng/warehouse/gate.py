"""The gate: the Great Expectations checkpoint of `gx/`, run over the finished warehouse.

Great Expectations takes seconds to import, so the gate runs in a process of its own (`python -m
minsheng.warehouse.gate`), started while dbt is still building: it imports, waits for a path on standard input,
validates, and prints one line of JSON. Its expectations are SQL in DuckDB; only counts and a few rows leave the file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from minsheng import durable, paths
from minsheng.messages import Bilingual, Message, joined
from minsheng.sql import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    import duckdb


@dataclass(frozen=True)
class Outcome:
    """The outcome of one expectation."""

    suite: str
    """Suite of `gx/expectations`."""
    expectation: str
    severity: str
    description: str
    success: bool
    element_count: int
    unexpected_count: int
    observed: str
    """What was found, as a sentence; an exception's message where one was raised."""
    offending: list[dict[str, Any]]
    """The first rows against it."""

    def __str__(self) -> Message:
        """What was missed, with the first row against it."""
        first = self.offending[0] if self.offending else {}
        told = Bilingual(first.get("explanation_en") or "", first.get("explanation_zh") or "")
        return joined(": ", [self.suite, self.expectation, self.finding, *([told] if told else [])])

    @property
    def finding(self) -> str:
        """What was found, as a sentence; an exception's message where one was raised."""
        counted = _counted(self.unexpected_count, self.element_count)
        return counted if self.observed == counted else self.observed


@dataclass(frozen=True)
class Run:
    """The run of the gate over a warehouse."""

    run_id: str
    """The build that was gated."""
    ran_at: datetime
    """When it ended, UTC."""
    success: bool
    expectation_count: int
    failed_count: int


class Gate:
    """A waiting gate process; `with Gate() as gate: gate.check(path)`."""

    def __enter__(self) -> Gate:
        """Start the process; it imports while the caller goes on."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "minsheng.warehouse.gate"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        return self

    def __exit__(self, *_: object) -> None:
        """End the process if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            pipe.close()  # type: ignore[union-attr]

    def check(self, warehouse: Path, results: Path | None = None) -> list[Outcome]:
        """Validate a warehouse that no one is writing.

        Args:
            warehouse: the warehouse.
            results: folder for the validation results and their Data Docs, where they are wanted.

        Raises:
            RuntimeError: the gate process ended without an answer; its message has the last line of the errors,
                its note all of them.
        """
        output, errors = self._process.communicate(json.dumps([str(warehouse), str(results or "")]) + "\n")
        if self._process.returncode != 0:
            *_, last = errors.strip().splitlines() or [f"exit code {self._process.returncode}"]
            error = RuntimeError(Message("the gate stopped before its end: {error}", error=last))
            error.add_note(errors)
            raise error
        return [Outcome(**outcome) for outcome in json.loads(output.splitlines()[-1])]


_FIELDS = [field.name for field in fields(Outcome)]
_RUN_FIELDS = [field.name for field in fields(Run)]
_NAMED_BY = ("rule", "measure", "column", "column_A", "column_B")
"""Arguments that tell expectations of one kind apart."""


def validate(rules: Mapping[str, tuple[str, int]], with_docs: bool) -> list[Outcome]:
    """Run the checkpoint over the warehouse that MINSHENG_DATABASE names.

    Args:
        rules: severity of each consistency rule of that warehouse, and what it has looked at.
        with_docs: whether to write the Data Docs.

    Returns:
        One outcome per expectation. One that raised an exception has failed, at critical severity.

    Raises:
        ValueError: the suites are not those of these rules.
    """
    import great_expectations as gx

    context: Any = gx.get_context(mode="file", project_root_dir=paths.root())
    checkpoint = context.checkpoints.get("gate")
    suites = [definition.suite.to_json_dict() for definition in checkpoint.validation_definitions]
    expected = [one for suite in suites for one in suite["expectations"]]
    judged = {one["kwargs"]["rule"]: one["severity"] for one in expected if "rule" in one["kwargs"]}
    if judged != {rule: severity for rule, (severity, _) in rules.items()}:
        raise ValueError("gx/expectations has other rules than the warehouse: run `make suites`, then `minsheng build`")
    subjects = {rule: count for rule, (_, count) in rules.items()}
    outcomes = []
    for result in checkpoint.run().run_results.values():
        outcomes += [outcome(str(result.suite_name), one.to_json_dict(), subjects) for one in result.results]
    if len(outcomes) != len(expected):
        raise ValueError(f"{len(outcomes)} of {len(expected)} expectations were judged")
    if with_docs:
        context.build_data_docs()
    return outcomes


def outcome(suite: str, result: Mapping[str, Any], subjects: Mapping[str, int]) -> Outcome:
    """Return an outcome from a validation result of Great Expectations, as JSON has it."""
    config, found = result["expectation_config"], result.get("result") or {}
    arguments = ", ".join(str(config["kwargs"][key]) for key in _NAMED_BY if key in config["kwargs"])
    error = _exception(result.get("exception_info") or {})
    unexpected = found.get("unexpected_count") or 0
    elements = subjects.get(config["kwargs"].get("rule"), found.get("element_count") or 0)
    return Outcome(
        suite=suite,
        expectation=f"{config['type']}({arguments})",
        severity="critical" if error else config["severity"],
        description=(config.get("description") or "").removeprefix(f"{arguments}: "),
        success=bool(result["success"]) and not error,
        element_count=elements,
        unexpected_count=unexpected,
        observed=error or _counted(unexpected, elements),
        offending=found.get("partial_unexpected_index_list") or [],
    )


def _counted(unexpected: int, elements: int) -> Message:
    return Message("{unexpected} of {all} against it", unexpected=unexpected, all=elements)


def _exception(info: Mapping[str, Any]) -> str:
    """Return the message of a raised exception, or ''; GX nests one entry per metric."""
    if "raised_exception" in info:
        return str(info.get("exception_message") or "exception") if info["raised_exception"] else ""
    return next((message for one in info.values() if isinstance(one, dict) and (message := _exception(one))), "")


_TABLES = """
create schema if not exists checks;
create or replace table checks.ge_run (
    run_id varchar primary key,
    ran_at timestamp not null,
    success boolean not null,
    expectation_count integer not null,
    failed_count integer not null
);
create or replace table checks.ge_result (
    run_id varchar not null,
    suite varchar not null,
    result_no integer not null,
    expectation varchar not null,
    severity varchar not null,
    description varchar not null,
    success boolean not null,
    element_count integer not null,
    unexpected_count integer not null,
    observed varchar not null,
    offending varchar not null,
    primary key (run_id, result_no)
);
comment on table checks.ge_run is 'One row per run of the Great Expectations gate over this warehouse.';
comment on column checks.ge_run.run_id is 'The build that was gated.';
comment on column checks.ge_run.ran_at is 'When the gate ended, UTC.';
comment on column checks.ge_run.success is 'Whether no critical expectation failed.';
comment on column checks.ge_run.expectation_count is 'Expectations that were checked.';
comment on column checks.ge_run.failed_count is 'Expectations that failed, of any severity.';
comment on table checks.ge_result is 'One row per run and expectation.';
comment on column checks.ge_result.run_id is 'The build that was gated (ge_run).';
comment on column checks.ge_result.suite is 'Suite of Great Expectations: consistency, rules, drift, plans.';
comment on column checks.ge_result.result_no is 'Order within the run.';
comment on column checks.ge_result.expectation is 'Great Expectations name of the expectation.';
comment on column checks.ge_result.severity is 'critical, warning or info.';
comment on column checks.ge_result.description is 'What is expected, for a planner; empty where the name says it.';
comment on column checks.ge_result.success is 'Whether it was met.';
comment on column checks.ge_result.element_count is 'Rows that it looked at.';
comment on column checks.ge_result.unexpected_count is 'Rows against it.';
comment on column checks.ge_result.observed is 'What was found, as a sentence.';
comment on column checks.ge_result.offending is 'The first rows against it, as JSON.';
"""


def failed(outcomes: list[Outcome]) -> list[Outcome]:
    """Return the outcomes that stop a build: critical expectations that were not met."""
    return [outcome for outcome in outcomes if not outcome.success and outcome.severity == "critical"]


def hint(missed: Iterable[Outcome]) -> str:
    """Return what to do where a build differs from the published one more than a day's corrections do."""
    if all(outcome.suite != "drift" for outcome in missed):
        return ""
    return Message("where the difference is meant, `minsheng refresh --accept-loss` publishes it")


def accept_drift(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the outcomes, where drift from the published build was asked for: it warns and stops nothing."""
    return [replace(one, severity="warning") if one.suite == "drift" else one for one in outcomes]


def warnings(outcomes: list[Outcome]) -> list[str]:
    """Return the outcomes that were not met and stop no build, one line each, with the first row of each."""
    return [str(outcome) for outcome in outcomes if not outcome.success and outcome.severity != "critical"]


def store(warehouse: Path, run_id: str, outcomes: list[Outcome]) -> None:
    """Write the outcomes into a warehouse (ge_run, ge_result) and beside it (gate.json)."""
    from datetime import UTC, datetime

    import duckdb

    missed = sum(not outcome.success for outcome in outcomes)
    ran_at = datetime.now(UTC).replace(tzinfo=None)
    run = values(run_id, ran_at, not failed(outcomes), len(outcomes), missed)
    results = [
        values(run_id, n, *{**vars(one), "offending": json.dumps(one.offending, ensure_ascii=False)}.values())
        for n, one in enumerate(outcomes, 1)
    ]
    columns = ", ".join(["run_id", "result_no", *_FIELDS])
    with duckdb.connect(str(warehouse)) as connection:
        # One transaction: each on its own would be brought onto the disk by itself.
        connection.execute("begin")
        connection.execute(_TABLES)
        connection.execute(f"insert into checks.ge_run values {run}")
        if results:
            connection.execute(f"insert into checks.ge_result ({columns}) values {', '.join(results)}")
        connection.execute("commit")
        connection.execute("checkpoint")
    write_document(warehouse)


def run_of(connection: duckdb.DuckDBPyConnection) -> Run:
    """Return the run that an open warehouse has been through.

    Raises:
        ValueError: it has been through none.
    """
    run = connection.execute(f"select {', '.join(_RUN_FIELDS)} from checks.ge_run").fetchone()
    if run is None:
        raise ValueError("the warehouse has not been through the gate")
    return Run(*run)


def outcomes_of(connection: duckdb.DuckDBPyConnection) -> list[Outcome]:
    """Return the outcomes of that run, in its order."""
    rows = connection.execute(f"select {', '.join(_FIELDS)} from checks.ge_result order by result_no").fetchall()
    outcomes = [dict(zip(_FIELDS, row, strict=True)) for row in rows]
    return [Outcome(**{**outcome, "offending": json.loads(outcome["offending"])}) for outcome in outcomes]


def write_document(warehouse: Path) -> None:
    """Write the outcomes that a warehouse holds beside it, as gate.json."""
    from minsheng.warehouse import published

    with published.connect(warehouse) as connection:
        run, outcomes = run_of(connection), outcomes_of(connection)
    document: dict[str, Any] = {"run_id": run.run_id, "ran_at": f"{run.ran_at.isoformat()}Z", "success": run.success}
    document["results"] = [vars(outcome) for outcome in outcomes]
    durable.write_text(warehouse.with_name("gate.json"), json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def main() -> None:
    """Import, wait for a warehouse, validate it, print the outcomes as one line of JSON."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations  # noqa: F401 - imported while the caller is still building

    from minsheng.warehouse import published

    if not (line := sys.stdin.readline()):
        return
    warehouse, results = json.loads(line)
    try:
        with published.connect(Path(warehouse)) as connection:
            rows = connection.execute("select check_id, severity, subject_count from fct_check_run").fetchall()
    except published.Unreadable as error:
        sys.exit(str(error))
    with TemporaryDirectory(prefix="minsheng-gate-") as folder:
        os.environ |= {"MINSHENG_DATABASE": warehouse, "MINSHENG_GATE_RESULTS": results or folder}
        outcomes = validate({rule: (severity, count) for rule, severity, count in rows}, with_docs=bool(results))
    print(json.dumps([vars(outcome) for outcome in outcomes], ensure_ascii=False))


if __name__ == "__main__":
    main()
