"""The gate: Great Expectations over the finished warehouse.

Great Expectations takes seconds to import, so the gate runs in a process of its own (`python -m
minsheng.warehouse.gate`), started while dbt is still building: it imports, waits for the path of the warehouse on
standard input, validates, and prints one line of JSON. It has no DuckDB engine of its own, so tables are handed over
as pandas frames.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass, fields
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minsheng import durable
from minsheng.warehouse.expectations import QUERIES, suites

if TYPE_CHECKING:
    from datetime import datetime

    import duckdb


@dataclass(frozen=True)
class Outcome:
    """The outcome of one expectation."""

    suite: str
    """Table, or `consistency` for the rules over findings."""
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

    def check(self, warehouse: Path) -> list[Outcome]:
        """Validate a warehouse that no one is writing.

        Raises:
            RuntimeError: the gate process ended without an answer; its message has the last line of the errors,
                its note all of them.
        """
        output, errors = self._process.communicate(f"{warehouse}\n")
        if self._process.returncode != 0:
            *_, last = errors.strip().splitlines() or [f"exit code {self._process.returncode}"]
            error = RuntimeError(f"the gate stopped before its end: {last}")
            error.add_note(errors)
            raise error
        return [Outcome(**outcome) for outcome in json.loads(output.splitlines()[-1])]


_CONTEXT = ("explanation_en",)
"""Columns that say more of an offending row."""

MAX_OFFENDING = 20
"""Offending rows kept with a result."""

_FIELDS = [field.name for field in fields(Outcome)]
_RUN_FIELDS = [field.name for field in fields(Run)]


def validate(frames: dict[str, Any], tables: dict[str, list[Any]]) -> list[Outcome]:
    """Validate frames against their expectations, by one checkpoint.

    Args:
        frames: table name to pandas frame.
        tables: table name to expectations.

    Returns:
        One outcome per expectation. An expectation that raised an exception has failed, at critical severity.
    """
    gx: Any = import_module("great_expectations")
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = gx.data_context.types.base.ProgressBarsConfig(
        globally=False, metric_calculations=False
    )
    source = context.data_sources.add_pandas("frames")
    outcomes = []
    for table, expectations in tables.items():
        frame = frames[table]
        batches = source.add_dataframe_asset(table).add_batch_definition_whole_dataframe("all")
        suite = context.suites.add(gx.ExpectationSuite(table, expectations=expectations))
        definition = context.validation_definitions.add(gx.ValidationDefinition(name=table, data=batches, suite=suite))
        checkpoint = context.checkpoints.add(
            gx.Checkpoint(
                name=table,
                validation_definitions=[definition],
                result_format={
                    "result_format": "COMPLETE",
                    "unexpected_index_column_names": [frame.columns[0]],
                    "include_unexpected_rows": True,
                },
            )
        )
        (result,) = checkpoint.run(batch_parameters={"dataframe": frame}).run_results.values()
        outcomes += [_outcome(table, one) for one in result.results]
    return outcomes


def _outcome(table: str, result: Any) -> Outcome:
    config = result.expectation_config
    arguments = ", ".join(str(config.kwargs[key]) for key in ("column", "column_A", "column_B") if key in config.kwargs)
    error = _exception(result.exception_info or {})
    found = result.result or {}
    unexpected, elements = found.get("unexpected_count") or 0, found.get("element_count") or 0
    rows = found.get("unexpected_rows")
    first = "[]" if rows is None else rows.head(MAX_OFFENDING).to_json(orient="records", force_ascii=False)
    return Outcome(
        suite=table,
        expectation=config.type if table == "consistency" else f"{config.type}({arguments})",
        severity="critical" if error else str(getattr(config.severity, "value", config.severity)),
        description=config.description or "",
        success=bool(result.success) and not error,
        element_count=elements,
        unexpected_count=unexpected,
        observed=error or f"{unexpected:,} of {elements:,} against it",
        offending=json.loads(first),
    )


def _exception(info: dict[str, Any]) -> str:
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
comment on column checks.ge_result.suite is 'Table that was checked, or consistency for the rules over findings.';
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


def warnings(outcomes: list[Outcome]) -> list[str]:
    """Return the outcomes that were not met and stop no build, one line each, with the first row of each."""
    lines = []
    for outcome in outcomes:
        if not outcome.success and outcome.severity != "critical":
            line = f"{outcome.suite}: {outcome.expectation}: {outcome.observed}"
            first = next((str(row[name]) for row in outcome.offending[:1] for name in _CONTEXT if row.get(name)), "")
            lines.append(f"{line}: {first}" if first else line)
    return lines


def store(warehouse: Path, run_id: str, outcomes: list[Outcome]) -> None:
    """Write the outcomes into a warehouse (ge_run, ge_result) and beside it (gate.json)."""
    from datetime import UTC, datetime

    import duckdb

    missed = sum(not outcome.success for outcome in outcomes)
    ran_at = datetime.now(UTC).replace(tzinfo=None)
    run = [run_id, ran_at, not failed(outcomes), len(outcomes), missed]
    results = [
        [run_id, n, *({**vars(o), "offending": json.dumps(o.offending, ensure_ascii=False)}[f] for f in _FIELDS)]
        for n, o in enumerate(outcomes, 1)
    ]
    columns = ", ".join(["run_id", "result_no", *_FIELDS])
    marks = ", ".join("?" * (len(_FIELDS) + 2))
    with duckdb.connect(str(warehouse)) as connection:
        # One transaction: each on its own would be brought onto the disk by itself.
        connection.execute("begin")
        connection.execute(_TABLES)
        connection.execute("insert into checks.ge_run values (?, ?, ?, ?, ?)", run)
        if results:
            connection.executemany(f"insert into checks.ge_result ({columns}) values ({marks})", results)
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
    """Import, wait for the path of a warehouse, validate it, print the outcomes as one line of JSON."""
    import os

    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import duckdb
    import great_expectations  # noqa: F401 - imported while the caller is still building

    from minsheng.warehouse import published

    path = sys.stdin.readline().strip()
    if not path:
        return
    try:
        with published.connect(Path(path)) as connection:
            frames, tables = _read(connection)
    except published.Unreadable as error:
        sys.exit(str(error))
    except duckdb.Error as error:
        sys.exit(str(published.unreadable(Path(path), error)))
    outcomes = validate(frames, tables)
    print(json.dumps([vars(outcome) for outcome in outcomes], ensure_ascii=False))


def _read(connection: Any) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Read what is to be validated: a frame per table, and the expectations of each."""
    rules = connection.sql(
        "select check_id, severity, description_en as description from fct_check_run order by check_id"
    )
    codes = connection.sql("select code_list, list(code order by sort_order) from dim_code group by code_list")
    tables = suites([dict(zip(rules.columns, row, strict=True)) for row in rules.fetchall()], dict(codes.fetchall()))
    frames = {
        table: _frame(connection, QUERIES.get(table, f"from {table}"), expectations)
        for table, expectations in tables.items()
    }
    return frames, tables


def _frame(connection: Any, query: str, expectations: list[Any]) -> Any:
    """Read a query as a pandas frame: the key and the columns that are expected something of.

    Decimals become floats, which GX compares column-wise.
    """
    named = " ".join(str(expectation.configuration.to_json_dict()) for expectation in expectations)
    (key, *_), *others = connection.sql(f"describe {query}").fetchall()
    columns = [(key, ""), *((c, t) for c, t, *_ in others if re.search(rf"\b{c}\b", named) or c in _CONTEXT)]
    parts = [f"cast({c} as double) as {c}" if t.startswith("DECIMAL") else c for c, t in columns]
    return connection.sql(f"select {', '.join(parts)} from ({query})").df()


if __name__ == "__main__":
    main()
