"""The statements that dbt ran, run again by DuckDB alone: `python -m bench.sql`, a process of its own to be measured.

Prints for each node its CPU seconds and how many rows its operators handed on. The rows do not depend on the machine,
so a join that forms too many pairs shows in them even where it is fast.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

PROFILE = """
set threads = 2;
set enable_profiling = 'no_output';
set custom_profiling_settings = '{"CUMULATIVE_CARDINALITY": "true"}';
attach ':memory:' as steps;
create schema bi;
{schemas}
"""
SCHEMAS = ("staging", "intermediate", "checks")


def main(project: str, database: str, inputs: str, with_tests: str = "tests") -> None:
    """Run all statements and print one JSON object for each node.

    Args:
        project: a checkout whose dbt has run.
        database: the file to make.
        inputs: folder of the accepted rows.
        with_tests: `tests`, or `models` to leave the tests out.
    """
    with duckdb.connect(database) as connection:
        steps = "steps." if (Path(project) / "macros/materializations.sql").exists() else ""
        connection.execute(PROFILE.replace("{schemas}", "; ".join(f"create schema {steps}{name}" for name in SCHEMAS)))
        for name, kind, sql in statements(Path(project)):
            if kind != "model" and with_tests != "tests":
                continue
            before = _cpu()
            connection.execute("begin")
            connection.execute(relocated(sql, inputs)).fetchall()
            rows = json.loads(connection.get_profiling_information(format="json")).get("cumulative_cardinality", 0)
            connection.execute("commit")
            print(json.dumps({"name": name, "kind": kind, "cpu": _cpu() - before, "rows": rows}), flush=True)
        before = _cpu()
        connection.execute("checkpoint")
        print(json.dumps({"name": "checkpoint", "kind": "file", "cpu": _cpu() - before, "rows": 0}))


def statements(project: Path) -> Iterator[tuple[str, str, str]]:
    """Yield name, kind and SQL of what dbt ran last in a checkout, in its order."""
    target = project / "target/release"
    results: list[dict[str, Any]] = json.loads((target / "run_results.json").read_text("utf-8"))["results"]
    nodes = json.loads((target / "manifest.json").read_text("utf-8"))["nodes"]
    for result in results:
        node = nodes.get(result["unique_id"])
        if node is None:
            continue
        if node["resource_type"] == "model":
            path = target / "run/minsheng" / node["original_file_path"]
            yield node["name"], "model", path.read_text("utf-8").replace("__dbt_tmp", "")
        elif node["resource_type"] == "operation" and (result["compiled_code"] or "").strip():
            yield node["name"], "comments", result["compiled_code"]
        elif result["compiled_code"]:
            yield node["name"], "test", f"select count(*) from ({result['compiled_code']})"


def relocated(sql: str, inputs: str) -> str:
    """Point the landed rows to where a run has them."""
    return re.sub(r"read_parquet\('[^']*/inputs/", f"read_parquet('{inputs}/", sql)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(*sys.argv[1:])
