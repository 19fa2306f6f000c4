"""What the review page is told: the document, the items, the names of codes, its texts in both languages."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from minsheng.documents.drafting.model import SURE
from minsheng.documents.reading import intake
from minsheng.documents.review import agreement, fold, layout
from minsheng.documents.review.fold import Item
from minsheng.documents.review.session import Session
from minsheng.documents.review.translations import LANGUAGES, TEXTS
from minsheng.inputs import captured, contract
from minsheng.inputs.rules import WORD_REASONS

CODE_LISTS = ("value_role", "period_basis", "commitment_strength", "distribution", "statement_kind", "match_grade")


def data(session: Session) -> dict[str, Any]:
    """Return all that the page shows."""
    document, checks = session.review.document, session.checks
    plan = captured.rows("plans", document.plan_id).row(0, named=True)
    columns = {column.name: column for column in contract.plan_values().columns}
    found: dict[str, Any] = {
        "plan": {name: plan[name] for name in ("plan_id", "title_zh", "title_en")},
        "reader": session.reader,
        "stage": session.stage,
        "sure": SURE,
        "text": document.text,
        "blocks": layout.blocks(document.text, intake.map_beside(document.path, document.text)),
        "items": [item(session, entry) for entry in session.items.values()],
        "candidates": {
            key: proposal.candidates for (kind, key), proposal in session.review.proposals.items() if kind == "label"
        },
        "columns": [
            {"name": name, "accepted": columns[name].accepted, "required": columns[name].required}
            for name in fold.value_fields()
        ],
        "codes": {name: checks.codes.get(name, {}) for name in CODE_LISTS}
        | {"reason": checks.codes["exclusion_reason"], "region_code": checks.regions},
        "indicators": checks.indicators,
        "bodies": checks.bodies,
        "reasons": {"number": [*fold.NUMBER_REASONS, "name"], "word": ["name", *WORD_REASONS]},
        "grades": checks.grades,
        "texts": {code: {key: pair[n] for key, pair in TEXTS.items()} for n, code in enumerate(LANGUAGES)},
        "languages": LANGUAGES,
    }
    if session.stage == "settlement":
        found |= _others(session)
    return found


def item(session: Session, entry: Item) -> dict[str, Any]:
    """Return an item as the page knows it; what is blank is left out."""
    proposal = session.review.proposals.get(entry.id)
    known: dict[str, Any] = {
        "kind": entry.kind,
        "key": entry.key,
        "state": str(entry.state),
        "fields": entry.fields,
        "reason": entry.reason,
        "changed": entry.is_changed,
        "gone": entry.is_gone,
        "open": entry.is_open,
        "confidence": proposal.confidence if proposal else None,
        "rule": proposal.rule if proposal else "",
        "proposed": proposal.fields if proposal and proposal.fields != entry.fields else None,
    }
    if entry.kind in ("value", "exclusion"):
        span = entry.span
        known |= {"start": span.start, "end": span.end, "text": span.text}
        inside = session.checks.inside(span)
        known["holds"] = [kind for kind, is_word in (("number", False), ("word", True)) if is_word in inside]
    return {name: value for name, value in known.items() if value not in (None, "", False) or name == "start"}


def _others(session: Session) -> dict[str, Any]:
    """Return what each reader decided where two differ, and how far they agree."""
    disputed = [item_id for item_id, entry in session.items.items() if entry.state == fold.State.disputed]
    others = {
        reader: {"\t".join(item_id): item(session, items[item_id]) for item_id in disputed if item_id in items}
        for reader, items in session.readings().items()
    }
    review = session.review
    found = agreement.agreements(review.proposals, review.decisions, review.ledger)
    return {"others": others, "agreement": [asdict(entry) for entry in found]}
