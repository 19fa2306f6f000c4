"""What several tests do to input files."""

import csv
import os
from collections.abc import Callable
from pathlib import Path

from conftest import ROOT

PLAN = "seeds/plans/wenling-2023.csv"
Rows = list[dict[str, str]]


def edit(path: Path, change: Callable[[Rows], object]) -> None:
    """Rewrite a CSV file after a change to its rows."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def replace_bytes(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def land(name: str, rows: list[dict[str, str]], columns: list[str]) -> Path:
    path = Path(os.environ["MINSHENG_LANDING"]) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


COLUMNS = (ROOT / PLAN).read_text("utf-8").splitlines()[0].split(",")
CARERS = {
    "value_id": "wenling-2023@2025-06-carers",
    "plan_id": "wenling-2023",
    "statement_kind": "indicator_table",
    "section": "an invented bulletin, table 1",
    "label": "每万老年人口拥有持证养老护理员数",
    "region_code": "331081",
    "value_role": "actual",
    "period": "2025-06",
    "period_basis": "point",
    "value_text": "25.6",
    "unit_text": "人",
    "char_start": "5",
    "is_core": "false",
    "is_period_inferred": "false",
    "distribution": "whole",
    "is_shared_figure": "false",
}
