"""The files of a draft: PLAN.values.csv, PLAN.exclusions.csv, PLAN.organizations.csv, PLAN.indicators.csv.

The first two have the columns of their contracts, then confidence and rule; a person decides.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from minsheng import durable
from minsheng.documents.document import Document
from minsheng.documents.draft import mint
from minsheng.documents.drafting.model import Draft, ProposedIndicators, ProposedValue
from minsheng.inputs import contract

_EXCLUSION = ("plan_id", "char_start", "run_text", "section", "reason", "confidence", "rule", "context")
_BODY = ("plan_id", "printed_name", "organization_id", "confidence")
_INDICATOR = (
    *("plan_id", "label", "subgroup", "rank", "indicator_code", "score", "is_sure", "unit_fits"),
    *("past_grade", "nearest_label", "non_match"),
)


def texts(draft: Draft, document: Document) -> dict[str, str]:
    """Return the files of a draft by name, as text; the same for the same document and reference files."""
    value_columns = (*contract.plan_values().names, "confidence", "rule", "context")
    contents = {
        "values": (value_columns, _values(draft, document, value_columns)),
        "exclusions": (
            _EXCLUSION,
            (
                (draft.plan_id, e.start, e.text, e.section, e.reason, e.confidence, e.rule, _context(document, e))
                for e in draft.exclusions
            ),
        ),
        "organizations": (
            _BODY,
            ((draft.plan_id, body.printed_name, body.organization_id, body.confidence) for body in draft.bodies),
        ),
        "indicators": (_INDICATOR, _indicators((draft.plan_id, proposal) for proposal in draft.indicators)),
    }
    return {f"{draft.plan_id}.{name}.csv": _csv(*content) for name, content in contents.items()}


def write(draft: Draft, document: Document, folder: Path) -> dict[Path, str]:
    """Write the files of a draft; return their texts by path."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {folder / name: text for name, text in texts(draft, document).items()}
    for path, text in written.items():
        durable.write_text(path, text)
    return written


def _values(draft: Draft, document: Document, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    own = {field.name for field in fields(ProposedValue)}
    for value_id, value in zip(mint(draft.plan_id, (v.start for v in draft.values)), draft.values, strict=True):
        known = {
            **{name: getattr(value, name) for name in own},
            "value_id": value_id,
            "plan_id": draft.plan_id,
            "value_text": value.text,
            "char_start": value.start,
            "context": _context(document, value),
        }
        yield tuple(known.get(name, "") for name in columns)


def _context(document: Document, item: Any) -> str:
    return document.around(item.start, item.start + len(item.text))


def indicators(proposals: Iterable[tuple[str, ProposedIndicators]]) -> str:
    """Return proposals of plans, each with its plan, as the text of a file: a row for each candidate."""
    return _csv(_INDICATOR, _indicators(proposals))


def _indicators(proposals: Iterable[tuple[str, ProposedIndicators]]) -> Iterator[tuple[Any, ...]]:
    for plan_id, proposal in proposals:
        key = plan_id, proposal.label, proposal.subgroup
        for rank, c in enumerate(proposal.candidates, 1):
            facts = c.indicator_code, c.score, c.is_sure, c.unit_fits, c.past_grade, c.nearest_label, c.non_match
            yield (*key, rank, *facts)


def _csv(header: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_printed(cell) for cell in row] for row in rows)
    return text.getvalue()


def _printed(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(cell)
