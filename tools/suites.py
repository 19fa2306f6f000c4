"""Writes the suites of the gate and what runs them into gx/ (`make suites`).

The rules come from their index, so that a rule is judged as soon as it is listed; all identifiers follow from names, so
that the same rules give the same files.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from minsheng.warehouse.profile import MEASURES

ROOT = Path(__file__).parents[1]
ASSETS = {"consistency": "findings", "rules": "rules", "drift": "drift", "plans": "plans"}
"""The suites, in their order, and the table that each looks at."""

Expectation = dict[str, Any]


def suites(index: Path) -> dict[str, list[Expectation]]:
    """Return the expectations of each suite."""
    with index.open(encoding="utf-8", newline="") as file:
        rules = list(csv.DictReader(file))
    return {
        "consistency": [
            _expectation(
                "expect_rule_to_hold",
                f"{rule['check_id']}: {rule['description']}",
                rule["severity"],
                rule=rule["check_id"],
            )
            for rule in rules
        ],
        "rules": [
            _between(
                "subject_count",
                "A rule found something to look at, unless it is known to have nothing.",
                min_value=1,
                row_condition={
                    "type": "comparison",
                    "column": {"name": "may_have_no_subjects"},
                    "operator": "==",
                    "parameter": False,
                },
            )
        ],
        "drift": [
            _expectation("expect_counts_to_stay", f"{measure}: {holds}", measure=measure)
            for measure, holds in MEASURES.items()
        ],
        "plans": [
            _between("target_count", "A plan promises something.", min_value=1),
            _between("unread_share", "Most values of a plan are numbers.", "warning", max_value=0.5),
            _between("widest_gap_share", "No long part of a document is without a number.", "warning", max_value=0.25),
        ],
    }


def _between(column: str, holds: str, severity: str = "critical", **arguments: Any) -> Expectation:
    name = "expect_column_values_to_be_between"
    return _expectation(name, holds, severity, column=column, **arguments)


def _expectation(name: str, holds: str, severity: str = "critical", **arguments: Any) -> Expectation:
    return {"type": name, "kwargs": arguments, "description": holds, "severity": severity, "meta": {}}


def _id(*names: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(("minsheng", *names))))


def _named(kind: str, name: str) -> dict[str, str]:
    return {"name": name, "id": _id(kind, name)}


def write(folder: Path, index: Path = ROOT / "seeds/reference/checks.csv") -> None:
    """Write suites, validation definitions and the checkpoint as Great Expectations stores them."""
    for suite, expectations in suites(index).items():
        for expectation in expectations:
            expectation["id"] = _id(suite, expectation["type"], json.dumps(expectation["kwargs"]))
        _write(folder / "expectations", suite, {"expectations": expectations, "meta": {}, "notes": None})
        data = {"datasource": "warehouse", "asset": ASSETS[suite], "batch_definition": "all"}
        definition = {"data": {kind: _named(kind, name) for kind, name in data.items()}}
        _write(folder / "validation_definitions", suite, {**definition, "suite": _named("expectations", suite)})
    checkpoint = {
        "validation_definitions": [_named("validation_definitions", suite) for suite in ASSETS],
        "actions": [],
        "result_format": {
            "result_format": "SUMMARY",
            "partial_unexpected_count": 20,
            "unexpected_index_column_names": ["subject", "explanation_en"],
        },
    }
    _write(folder / "checkpoints", "gate", checkpoint)


def _write(folder: Path, name: str, content: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps({**_named(folder.name, name), **content}, ensure_ascii=False, indent=2)
    (folder / f"{name}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "gx")
