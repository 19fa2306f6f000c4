"""What is printed around a captured value: its unit, its label, the years of its period.

Each check takes a document and rows of its plan file whose value texts are in place, and yields what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from minsheng.documents.document import Document
from minsheng.inputs.violations import Violation
from minsheng.messages import Message

_MARKS = "☆★"
_LABEL_WITHIN = 1500
_YEARS_WITHIN = 200
_FIVE_YEAR_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}


def units(document: Document, values: pl.DataFrame) -> Iterator[Violation]:
    """Look for each unit_text where a unit is printed: with the label, in the column heading, or beside the value."""
    for row in values.filter(pl.col("unit_text") != "").iter_rows(named=True):
        start, unit, label = row["char_start"], row["unit_text"], row["label"]
        before = _squeezed(document.text[max(0, start - 600) : start])
        at = before.rfind(_squeezed(label))
        beside_label = before[at : at + len(label) + len(unit) + 8] if at >= 0 else ""
        beside_value = document.line_text(start) if "\n" not in row["value_text"] else ""
        if not any(unit in place for place in (beside_label, row["table_column"], beside_value)):
            expected = Message(
                "a unit printed with {label}, in the column heading or beside the value", label=repr(label)
            )
            yield _violation(row, "unit_text", repr(unit), expected)


def labels(document: Document, values: pl.DataFrame) -> Iterator[Violation]:
    """Look which label of its table is printed nearest before a value, and whether the label bears a mark."""
    table = values.filter(pl.col("statement_kind") == "indicator_table")
    for _, rows in table.group_by("section", maintain_order=True):
        known = {_squeezed(label): label for label in rows["label"]}
        sharing: dict[int, set[str]] = {}
        for start, label in rows.select("char_start", "label").iter_rows():
            sharing.setdefault(start, set()).add(_squeezed(label))
        for row in rows.iter_rows(named=True):
            own, start = _squeezed(row["label"]), row["char_start"]
            before = _squeezed(document.text[max(0, start - _LABEL_WITHIN) : start])
            ends = {label: before.rfind(label) + len(label) for label in known if label in before}
            nearest = max(ends, key=lambda label: (ends[label], len(label)), default=own)
            if nearest not in sharing[start]:
                around = document.around(start, start + len(row["value_text"]))
                found = Message("{found} for {text}", found=repr(row["label"]), text=around)
                expected = Message("{label}, the label printed nearest before the value", label=repr(known[nearest]))
                yield _violation(row, "label", found, expected)
            elif own in ends:
                is_marked = before[: ends[own] - len(own)].endswith(tuple(_MARKS))
                if is_marked != (row["is_core"] == "true"):
                    expected = Message("false: no mark {mark} with the label", mark=_MARKS[0])
                    if is_marked:
                        expected = Message("true: a mark {mark} with the label", mark=_MARKS[0])
                    yield _violation(row, "is_core", row["is_core"], expected)


def periods(document: Document, values: pl.DataFrame) -> Iterator[Violation]:
    """Look for the years of a commitment: in its paragraph, shortly before, or as the plan's own first and last."""
    for row in values.filter(pl.col("statement_kind") == "commitment").iter_rows(named=True):
        start = row["char_start"]
        line_start = document.line_start(start)
        text = document.text[max(0, line_start - _YEARS_WITHIN) : line_start] + document.line_text(start)
        printed = set(re.findall(r"(?:19|20)\d\d", text))
        for name, year in _FIVE_YEAR_PLANS.items():
            if name in text:
                printed |= {str(year), str(year + 4)}
        first, last = row["period"][:4], row["period"][-4:]
        if row["is_period_inferred"] == "true":
            # Nobody prints the date of a record that needs none; a target without a year is one of the plan's.
            is_known = row["value_role"] != "target" or {first, last} <= printed | {
                document.first_year,
                document.last_year,
            }
        else:
            is_known = last in printed | {document.last_year} and first in printed | {document.first_year, last}
        if not is_known:
            around = document.around(start, start + len(row["value_text"]))
            found = Message("{found} for {text}", found=row["period"], text=around)
            expected = Message(
                "years printed near the value or the plan's own, or a record with is_period_inferred true"
            )
            yield _violation(row, "period", found, expected)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _violation(row: dict[str, Any], column: str, found: str, expected: str) -> Violation:
    return Violation(row["file"], row["line"], column, found, expected)
