"""What the value grammar makes of single values, for whoever writes them; a refusal with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import polars as pl

from minsheng.inputs import captured, grammar

PRINTED = ("value_text", "unit_text", "label", "shared_operator")
READ = (
    *("operator", "value", "value_upper", "unit_code", "value_shape"),
    *("change_direction", "change_base", "change_base_year", "yardstick"),
)
"""What is shown of a reading."""


class Refusal(NamedTuple):
    """Why a value is refused."""

    column: str
    """The column at fault: value_text, or unit."""
    found: str
    expected: str


class Parsed(NamedTuple):
    """One value, as printed and as it was read."""

    printed: dict[str, str]
    read: dict[str, Any]
    refusal: Refusal | None


def parse(rows: Iterable[Mapping[str, str]]) -> list[Parsed]:
    """Parse values as the input check does.

    Args:
        rows: value_text, and where there are some unit_text, label and shared_operator.

    Returns:
        One for each row, in order.

    Raises:
        UnreadableRows: a reference file that the grammar needs cannot be read.
    """
    printed = [{column: row.get(column, "") for column in PRINTED} for row in rows]
    frame = pl.DataFrame(printed, dict.fromkeys(PRINTED, pl.String)).with_row_index("n")
    spellings = captured.rows("unit_spellings")
    reasons = {
        row["code"]: row for row in captured.rows("codes").iter_rows(named=True) if row["code_list"] == "refusal"
    }
    readings = grammar.read(frame, spellings.select("spelling", "per_text", "unit_code")).sort("n")
    return [
        Parsed(row, _read(reading), _refusal(reading, reasons))
        for row, reading in zip(printed, readings.iter_rows(named=True), strict=True)
    ]


def _read(reading: dict[str, Any]) -> dict[str, Any]:
    read = {**reading, "unit_code": reading["printed_unit_code"] or None}
    return {column: read[column] for column in READ}


def _refusal(reading: dict[str, Any], reasons: dict[str, dict[str, Any]]) -> Refusal | None:
    if reading["operator"] is None:
        reason = reasons[reading["refusal"]]
        expected = (
            f"a form of the value grammar (docs/value-grammar.md), not {reason['name_en']}: {reason['meaning_en']}"
        )
        return Refusal("value_text", reading["value_text"], expected)
    if reading["printed_unit_code"] is None:
        per = f" per {reading['per_text']}" if reading["per_text"] else ""
        expected = "a spelling of seeds/reference/unit_spellings.csv (add a row there if it is new)"
        return Refusal("unit", reading["unit_spelling"] + per, expected)
    return None
