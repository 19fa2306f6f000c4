"""From a draft to a plan file: offsets and identifiers for captured values.

A draft has the columns of the plan-value contract but for value_id, plan_id and the offsets, and a column `context`: a
stretch of the document that occurs once, with the value marked in it: 普惠性幼儿园占比⟦保持在86%以上⟧. Shared operator
words are looked for beside the value. People write drafts; offsets are never typed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from minsheng.documents.document import Document
from minsheng.inputs import captured, contract, parsing, rules
from minsheng.inputs.contract import Column, Contract
from minsheng.inputs.violations import Violation, shown
from minsheng.messages import Message

_MARKED = re.compile(r"([^⟦⟧]*)⟦([^⟦⟧]*)⟧([^⟦⟧]*)")


def locate(draft: Path, document: Document) -> tuple[pl.DataFrame, list[Violation]]:
    """Find each value of a draft in its document.

    Args:
        draft: CSV file with a column `context`.
        document: the document of the plan.

    Returns:
        The rows of the plan file that were found, in order of the document; and what is wrong with the draft: what was
        not found, and what the value grammar refuses.

    Raises:
        UnreadableRows: the draft has not the form of a draft.
        UnreadableDocument: the document cannot be read.
    """
    described = contract.plan_values()
    rows = list(_read(draft).iter_rows(named=True))
    found, violations = [], _misread(rows)
    for row in rows:
        start, problem = place(row["context"], row["value_text"], document.text)
        if problem:
            violations.append(Violation(row["file"], row["line"], "context", *problem))
        else:
            shared = place_beside(row["shared_operator"], start, start + len(row["value_text"]), document)
            if row["shared_operator"] and not shared:
                expected = Message("words printed in the line of the value, outside its text")
                violations.append(
                    Violation(row["file"], row["line"], "shared_operator", repr(row["shared_operator"]), expected)
                )
            found.append(
                {**row, "plan_id": document.plan_id, "char_start": start, "shared_operator_char_start": shared}
            )
    found.sort(key=lambda row: row["char_start"])
    value_ids = mint(document.plan_id, (row["char_start"] for row in found))
    for row, value_id in zip(found, value_ids, strict=True):
        row.update(value_id=value_id, char_start=str(row["char_start"]))
    # A column that no row of the draft fills stays out where the contract lets it.
    unused = {name for name in described.optional if not any(row[name] for row in found)}
    names = [name for name in described.names if name not in unused]
    return pl.DataFrame(
        [{name: row[name] for name in names} for row in found], dict.fromkeys(names, pl.String)
    ), violations


def mint(plan_id: str, starts: Iterable[int]) -> list[str]:
    """Return an identifier for each offset of a value, in order; further values of one figure are numbered."""
    seen: Counter[int] = Counter()
    value_ids = []
    for start in starts:
        seen[start] += 1
        value_ids.append(f"{plan_id}@{start}" + (f".{seen[start]}" if seen[start] > 1 else ""))
    return value_ids


def _misread(rows: list[dict[str, Any]]) -> list[Violation]:
    """Return what the value grammar refuses, or reads as another role than the draft gives it."""
    violations = []
    for row, parsed in zip(rows, parsing.parse(rows), strict=True):
        refusal = parsed.refusal
        if not refusal and (parsed.read["operator"] == "none") != (row["value_role"] == "none"):
            refusal = parsing.Refusal("value_role", row["value_role"], rules.ROLE_OF_EMPTY_CELLS)
        if refusal:
            violations.append(
                Violation(row["file"], row["line"], refusal.column, shown(refusal.found), refusal.expected)
            )
    return violations


def _read(draft: Path) -> pl.DataFrame:
    found_by_us = ("value_id", "plan_id", "char_start", "shared_operator_char_start")
    columns = [column for column in contract.plan_values().columns if column.name not in found_by_us]
    described = Contract("draft", (*columns, Column("context")))
    rows, violations = captured.read([draft], described)
    if violations:
        raise captured.UnreadableRows(violations)
    return rows


def place_beside(words: str, start: int, end: int, document: Document) -> str:
    """Return the offset of the words nearest to a value in its line, as text; '' where they are not printed there."""
    if not words:
        return ""
    first = document.line_start(start)
    line = document.line_text(start)
    places = [first + match.start() for match in re.finditer(re.escape(words), line)]
    outside = [place for place in places if place + len(words) <= start or place >= end]
    return (
        str(min(outside, key=lambda place: min(abs(place + len(words) - start), abs(place - end)))) if outside else ""
    )


def place(context: str, value_text: str, text: str) -> tuple[int, tuple[str, str] | None]:
    """Return the offset of the marked value, or what was found and what is expected."""
    marked = _MARKED.fullmatch(context)
    if not marked:
        return 0, (repr(context), Message("one value marked with ⟦ and ⟧"))
    before, value, after = marked.groups()
    if value != value_text:
        return 0, (
            Message("{text} marked", text=repr(value)),
            Message("the value_text {text}", text=repr(value_text)),
        )
    times = text.count(before + value + after)
    if times != 1:
        return 0, (
            Message("{text} {times} times", text=repr(before + value + after), times=times),
            Message("a stretch that occurs once in the document"),
        )
    return text.index(before + value + after) + len(before), None
