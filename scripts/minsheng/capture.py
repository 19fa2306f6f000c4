"""From a draft to a plan file: offsets and identifiers for captured values.

A draft has the columns of the plan-value contract but for value_id, plan_id and char_start, and a column `context`: a
stretch of the document that occurs once, with the value marked in it: 普惠性幼儿园占比⟦保持在86%以上⟧. People write
drafts; offsets are never typed.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import polars as pl

from minsheng import contract
from minsheng.documents import Document
from minsheng.violations import Violation

_MARKED = re.compile(r"([^⟦⟧]*)⟦([^⟦⟧]*)⟧([^⟦⟧]*)")


def locate(draft: Path, document: Document) -> tuple[pl.DataFrame, list[Violation]]:
    """Find each value of a draft in its document.

    Args:
        draft: CSV file with a column `context`.
        document: the document of the plan.

    Returns:
        The rows of the plan file, in order of the document, and the faults of the draft; faulty rows are left out.
    """
    rows = pl.read_csv(draft, infer_schema=False, empty_string_is_null=False)
    wanted = [name for name in contract.plan_values().names if name not in ("value_id", "plan_id", "char_start")]
    faults = [
        Violation(str(draft), 1, name, "no such column", "the columns of the contract and `context`")
        for name in [*wanted, "context"]
        if name not in rows.columns
    ]
    if faults:
        return rows, faults
    found = []
    for line, row in enumerate(rows.iter_rows(named=True), 2):
        start, complaint = _place(row["context"], row["value_text"], document.text)
        if complaint:
            faults.append(Violation(str(draft), line, "context", *complaint))
        else:
            found.append({**row, "plan_id": document.plan_id, "char_start": start})
    found.sort(key=lambda row: row["char_start"])
    seen: Counter[int] = Counter()
    for row in found:
        start = row["char_start"]
        seen[start] += 1
        row["value_id"] = f"{document.plan_id}@{start}" + (f".{seen[start]}" if seen[start] > 1 else "")
        row["char_start"] = str(start)
    return pl.DataFrame(found).select(contract.plan_values().names), faults


def _place(context: str, value_text: str, text: str) -> tuple[int, tuple[str, str] | None]:
    """Return the offset of the marked value, or what was found and what is expected."""
    marked = _MARKED.fullmatch(context)
    if not marked:
        return 0, (repr(context), "one value marked with ⟦ and ⟧")
    before, value, after = marked.groups()
    if value != value_text:
        return 0, (f"{value!r} marked", f"the value_text {value_text!r}")
    times = text.count(before + value + after)
    if times != 1:
        return 0, (f"{before + value + after!r} {times} times", "a stretch that occurs once in the document")
    return text.index(before + value + after) + len(before), None
