"""The gate: Great Expectations over the finished warehouse.

Great Expectations takes seconds to import, so the gate runs in a process of its own (`python -m minsheng.gate`),
started while dbt is still building: it imports, waits for the path of the warehouse on standard input, validates, and
prints one line of JSON. It has no DuckDB engine of its own, so tables are handed over as pandas frames.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OPERATORS = [
    *("eq", "ge", "gt", "le", "lt", "approx", "between", "maintain", "full_coverage"),
    *("external", "not_published", "none"),
]


@dataclass(frozen=True)
class Outcome:
    """The outcome of one expectation."""

    suite: str
    expectation: str
    severity: str
    success: bool
    observed: str
    """What was found, in words; an exception's message where one was raised."""


class Gate:
    """A waiting gate process; `with Gate() as gate: gate.check(path)`."""

    def __enter__(self) -> Gate:
        """Start the process; it imports while the caller goes on."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "minsheng.gate"],
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
            RuntimeError: the gate process ended without an answer; its error output is the message.
        """
        output, errors = self._process.communicate(f"{warehouse}\n")
        if self._process.returncode != 0:
            raise RuntimeError(f"the gate stopped before its end:\n{errors.strip()}")
        return [Outcome(**outcome) for outcome in json.loads(output.splitlines()[-1])]


def suites() -> dict[str, list[Any]]:
    """Return the expectations per table."""
    import great_expectations.expectations as gxe
    from great_expectations.expectations.row_conditions import Column

    critical, warning = {"severity": "critical"}, {"severity": "warning"}
    in_order = {
        "ignore_row_if": "either_value_is_missing",
        "or_equal": True,
    }
    return {
        "fct_plan_value": [
            gxe.ExpectColumnValuesToBeUnique(column="value_id", **critical),
            *(
                gxe.ExpectColumnValuesToNotBeNull(column=column, **critical)
                for column in ("value_id", "indicator_code", "operator", "unit_code", "value_text")
            ),
            gxe.ExpectColumnValuesToBeInSet(column="operator", value_set=OPERATORS, **critical),
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="upper_bound", column_B="lower_bound", **in_order, **critical
            ),
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="period_end_year", column_B="period_start_year", **in_order, **critical
            ),
            gxe.ExpectColumnValuesToBeBetween(column="period_start_year", min_value=1949, max_value=2100, **critical),
            gxe.ExpectColumnValuesToBeBetween(
                column="value",
                min_value=0,
                max_value=100,
                row_condition=Column("unit_code") == "percent",
                **warning,
            ),
        ],
    }


def validate(frames: dict[str, Any], tables: dict[str, list[Any]]) -> list[Outcome]:
    """Validate frames against their expectations.

    Args:
        frames: table name to pandas frame.
        tables: table name to expectations.

    Returns:
        One outcome per expectation. An expectation that raised an exception has failed, at critical severity.
    """
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = gx.data_context.types.base.ProgressBarsConfig(
        globally=False, metric_calculations=False
    )
    source = context.data_sources.add_pandas("frames")
    outcomes = []
    for table, expectations in tables.items():
        batches = source.add_dataframe_asset(table).add_batch_definition_whole_dataframe("all")
        suite = context.suites.add(gx.ExpectationSuite(table, expectations=expectations))
        definition = context.validation_definitions.add(gx.ValidationDefinition(name=table, data=batches, suite=suite))
        results = definition.run(batch_parameters={"dataframe": frames[table]})
        outcomes += [_outcome(table, result) for result in results.results]
    return outcomes


def _outcome(table: str, result: Any) -> Outcome:
    config = result.expectation_config
    arguments = ", ".join(str(config.kwargs[key]) for key in ("column", "column_A", "column_B") if key in config.kwargs)
    error = _exception(result.exception_info or {})
    found = result.result or {}
    observed = error or (
        f"{found.get('unexpected_count', 0)} of {found.get('element_count', 0)} rows against it"
        + (f", such as {found['partial_unexpected_list'][:3]}" if found.get("partial_unexpected_list") else "")
    )
    severity = "critical" if error else str(getattr(config.severity, "value", config.severity))
    return Outcome(table, f"{config.type}({arguments})", severity, result.success and not error, observed)


def _exception(info: dict[str, Any]) -> str:
    """Return the message of a raised exception, or ''; GX nests one entry per metric."""
    if "raised_exception" in info:
        return str(info.get("exception_message") or "exception") if info["raised_exception"] else ""
    return next((message for one in info.values() if (message := _exception(one))), "")


def main() -> None:
    """Import, wait for the path of a warehouse, validate it, print the outcomes as one line of JSON."""
    import os

    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import duckdb
    import great_expectations  # noqa: F401 - imported while the caller is still building

    path = sys.stdin.readline().strip()
    if not path:
        return
    tables = suites()
    with duckdb.connect(path, read_only=True) as connection:
        frames = {table: _frame(connection, table) for table in tables}
    outcomes = validate(frames, tables)
    print(json.dumps([vars(outcome) for outcome in outcomes], ensure_ascii=False))


def _frame(connection: Any, table: str) -> Any:
    """Read a table as a pandas frame, decimals as floats: GX compares those column-wise."""
    columns = connection.sql(f"describe {table}").fetchall()
    parts = [f"cast({c} as double) as {c}" if t.startswith("DECIMAL") else c for c, t, *_ in columns]
    return connection.sql(f"select {', '.join(parts)} from {table}").df()


if __name__ == "__main__":
    main()
