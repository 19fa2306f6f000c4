"""Responsible bodies: the marks that name them, the values they stand for, and who they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import polars as pl

from minsheng.documents.document import Document
from minsheng.documents.drafting import words
from minsheng.documents.drafting.model import ProposedBody, ProposedValue
from minsheng.inputs import grammar


@dataclass(frozen=True)
class Mark:
    """A mark such as （责任单位：市教育局、市残联）."""

    start: int
    end: int
    lead: str
    support: str
    is_heading: bool
    """Whether it stands in a heading, and so for what follows."""


def marks(document: Document) -> list[Mark]:
    """Return the marks of a document, in order."""
    lead, support = words.any_of("lead_bodies"), words.any_of("support_bodies")
    form = re.compile(
        rf"[（(\[]\s*{lead}\s*[:：]\s*(?P<lead>[^\n]*?)"
        rf"(?:[；;，,]\s*(?:{support}|{lead})\s*[:：]\s*(?P<support>[^\n]*?))?[）)\]]\s*(?=[\n。]|$)"
    )
    headings = {offset for offset, _ in document.headings}
    found = []
    for match in form.finditer(document.text):
        bodies = match["lead"].strip("。"), (match["support"] or "").strip("。")
        is_heading = document.line_start(match.start()) in headings and len(document.line_text(match.start())) < 200
        found.append(
            Mark(match.start(), match.end(), *bodies, is_heading and "。" not in document.line_text(match.start()))
        )
    return found


def assign(document: Document, values: list[ProposedValue]) -> list[ProposedValue]:
    """Give each value of running text the bodies of the mark behind it, up to the heading of the next section."""
    found = marks(document)
    headings = [offset for offset, code in document.headings if not re.search(r"\d$", code)]
    given = []
    for value in values:
        mark = next((mark for mark in found if mark.start >= value.end and not mark.is_heading), None)
        if mark is None or any(value.start < offset <= mark.start for offset in headings):
            above = [m for m in found if m.is_heading and m.end <= value.start]
            mark = above[-1] if above else None
            if mark and any(mark.end < offset <= value.start for offset in headings):
                mark = None
        if mark and value.statement_kind == "commitment":
            value = replace(value, lead_organizations=mark.lead, support_organizations=mark.support)
        given.append(value)
    return given


def propose(values: list[ProposedValue], plan_id: str, names: pl.DataFrame, plans: pl.DataFrame) -> list[ProposedBody]:
    """Return each body that the values name, with what the name means in other plans of the same place.

    Args:
        values: proposals with their bodies.
        plan_id: their plan.
        names: rows of organization_names.csv.
        plans: rows of plans.csv.
    """
    place_of = dict(plans.select("plan_id", "region_code").iter_rows())
    known: dict[str, set[str]] = {}
    for row in names.iter_rows(named=True):
        if row["plan_id"] != plan_id and place_of.get(row["plan_id"]) == place_of.get(plan_id):
            known.setdefault(row["printed_name"], set()).add(row["organization_id"])
    found = []
    for name in _names(values):
        meanings = known.get(name, set())
        found.append(
            ProposedBody(name, min(meanings) if len(meanings) == 1 else "", 0.9 if len(meanings) == 1 else 0.0)
        )
    return found


def _names(values: list[ProposedValue]) -> list[str]:
    texts = sorted({t for v in values for t in (v.lead_organizations, v.support_organizations) if t})
    if not texts:
        return []
    frame = pl.DataFrame({"lead_organizations": texts})
    split = grammar.run(grammar.sql("split_organizations", "printed", ["lead_organizations"]), printed=frame)
    return sorted({name.strip() for name in split["printed_name"].to_list() if name.strip()})
