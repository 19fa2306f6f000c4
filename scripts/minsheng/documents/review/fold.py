"""What follows from a reader's decisions: the state of each proposal of a draft, and of each number without one."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, cached_property

from minsheng.documents.document import Document, Span
from minsheng.documents.review.decisions import Decision, key, label_key, split
from minsheng.inputs import contract
from minsheng.inputs.rules import WORD_REASONS

Id = tuple[str, str]
"""Kind and key."""

NUMBER_REASONS = (
    *("item_number", "table_number", "date", "document_number", "contact"),
    *("population_definition", "code_phrase", "listed_count", "background"),
)
REPLACED = "replaced"
"""Reason of a rejection: another value stands there."""
REJECTIONS = (*NUMBER_REASONS, "name", *WORD_REASONS, REPLACED)


class State(StrEnum):
    """What is known of an item."""

    proposed = "proposed"
    missing = "missing"
    """A number or coverage word that nothing accounts for."""
    accepted = "accepted"
    edited = "edited"
    rejected = "rejected"
    added = "added"
    excluded = "excluded"
    covered = "covered"
    """An exclusion whose number stands in a decided value."""
    matched = "matched"
    new = "new"
    """A label that no indicator fits."""
    later = "later"
    disputed = "disputed"
    """Two readers differ, and nobody has settled it."""


VALUES = frozenset((State.accepted, State.edited, State.added))
OPEN = frozenset((State.proposed, State.missing, State.disputed))


@dataclass(frozen=True)
class Proposal:
    """What a draft proposes."""

    kind: str
    key: str
    fields: Mapping[str, str]
    """Columns of the contract that are not blank, without place, text and identifiers."""
    confidence: float = 0.0
    rule: str = ""
    candidates: tuple[Mapping[str, str], ...] = ()
    """Of a label: rows of PLAN.indicators.csv."""

    @cached_property
    def snapshot(self) -> str:
        """Return what a decision keeps of the proposal."""
        known = {**self.fields, "confidence": f"{self.confidence:g}", "rule": self.rule}
        return json.dumps(known, ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def item(self) -> Item:
        """Return the item as it is while nobody has decided it."""
        return Item(self.kind, self.key, State.proposed, self.fields)


@dataclass(frozen=True)
class Item:
    """A proposal, number or addition and what a reader decided on it."""

    kind: str
    key: str
    state: State
    fields: Mapping[str, str]
    """As decided; else as proposed."""
    reason: str = ""
    """Of a rejection."""
    is_changed: bool = False
    """Whether the draft proposes other things than when the reader decided."""
    is_gone: bool = False
    """Whether the draft proposes it no longer."""
    is_complete: bool = field(default=True)
    """Whether all required columns are filled."""

    @property
    def id(self) -> Id:
        """Return kind and key."""
        return self.kind, self.key

    @cached_property
    def span(self) -> Span:
        """Return the place of a value or exclusion."""
        return Span(*split(self.key)[:2])

    @property
    def is_value(self) -> bool:
        """Return whether it is decided to be a value."""
        return self.kind == "value" and self.state in VALUES

    @property
    def is_open(self) -> bool:
        """Return whether somebody has to decide before the plan is done; labels may wait."""
        return self.kind in ("value", "exclusion") and (self.state in OPEN or not self.is_complete)


Items = dict[Id, Item]
Proposals = Mapping[Id, Proposal]


def proposals(texts: Mapping[str, str]) -> dict[Id, Proposal]:
    """Return the proposals of a draft in order of the document, values first.

    Args:
        texts: the four files of a draft by name, as `drafting.files.texts` returns them.
    """
    parts = {file.split(".")[-2]: list(csv.DictReader(io.StringIO(text))) for file, text in texts.items()}
    found: list[Proposal] = []
    seen: Counter[tuple[str, str]] = Counter()
    for row in parts["values"]:
        place = row["char_start"], row["value_text"]
        seen[place] += 1
        found.append(_proposal("value", key(*place, seen[place]), row, value_fields()))
    for row in parts["exclusions"]:
        found.append(_proposal("exclusion", key(row["char_start"], row["run_text"]), row, ("section", "reason")))
    candidates: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in parts["indicators"]:
        candidates[label_key(row["label"], row["subgroup"])].append(row)
    for item in [p for p in found if p.kind == "value"]:
        candidates[label_key(item.fields.get("label", ""), item.fields.get("subgroup", ""))] += []
    found += [Proposal("label", label, {}, candidates=tuple(rows)) for label, rows in candidates.items()]
    found += [_proposal("body", row["printed_name"], row, ("organization_id",)) for row in parts["organizations"]]
    return {(proposal.kind, proposal.key): proposal for proposal in found}


@cache
def value_fields() -> tuple[str, ...]:
    """Return the columns of a value that people decide on, in order of the contract."""
    minted = ("value_id", "plan_id", "char_start", "value_text")
    return tuple(name for name in contract.plan_values().names if name not in minted)


def _proposal(kind: str, proposal_key: str, row: Mapping[str, str], names: Iterable[str]) -> Proposal:
    known = {name: row[name] for name in names if row.get(name)}
    return Proposal(kind, proposal_key, known, float(row["confidence"]), row.get("rule", ""))


def runs(document: Document) -> dict[Span, bool]:
    """Return every number and coverage word of a document, in order, and whether it is a word."""
    found = [(run, False) for run in document.numbers] + [(run, True) for run in document.coverage_words]
    return dict(sorted(found, key=lambda item: item[0].start))


def fold(known: Proposals, decisions: Sequence[Decision], ledger: Mapping[Span, bool]) -> Items:
    """Return the state of every item after a reader's decisions.

    Args:
        known: the proposals.
        decisions: of one reader and stage, in their order.
        ledger: every number and coverage word of the document.

    Returns:
        Proposals, in their order; what was decided and is proposed no longer; what the reader added; and as `missing`
        each number that nothing accounts for.
    """
    undone = {(d.kind, d.proposal_key, d.decided) for d in decisions if d.decision == "undo"}
    rows: dict[Id, list[Decision]] = defaultdict(list)
    for d in decisions:
        if d.decision != "undo" and (d.kind, d.proposal_key, d.decided_at) not in undone:
            rows[d.kind, d.proposal_key].append(d)
    items = {item_id: proposal.item for item_id, proposal in known.items()}
    items |= {item_id: _decided(item_id, decided, known.get(item_id)) for item_id, decided in rows.items()}
    return accounted(_with_labels(items), ledger)


def _decided(item_id: Id, rows: list[Decision], proposal: Proposal | None) -> Item:
    state, reason, snapshot, known = State.proposed, "", "", dict(proposal.fields) if proposal else {}
    edits: dict[str, str] = {}
    for row in rows:
        if row.decision == "edit":
            edits[row.field] = row.decided
            continue
        state, reason, edits, snapshot = _STATES[row.decision], "", {}, row.proposed
        known = _contract_fields(snapshot)
        if row.decision == "reject":
            reason = row.decided
        elif row.decision == "exclude":
            known = {**known, "reason": row.decided}
        elif row.decision == "match":
            known = {"indicator_code": row.decided}
    decided = {name: text for name, text in {**known, **edits}.items() if text}
    if state == State.accepted and decided != known:
        state = State.edited
    kind, proposal_key = item_id
    if kind == "exclusion" and state in VALUES:
        state = State.excluded
    is_changed = proposal is not None and bool(snapshot) and _contract_fields(snapshot) != proposal.fields
    return Item(
        kind, proposal_key, state, decided, reason, is_changed,
        is_gone=proposal is None and state != State.added and bool(snapshot),
        is_complete=not (kind == "value" and state in VALUES) or all(decided.get(name) for name in required()),
    )  # fmt: skip


_STATES = {
    "accept": State.accepted,
    "add": State.added,
    "reject": State.rejected,
    "exclude": State.excluded,
    "match": State.matched,
    "new": State.new,
    "later": State.later,
}


def _contract_fields(snapshot: str) -> dict[str, str]:
    known: dict[str, str] = json.loads(snapshot) if snapshot else {}
    return {name: text for name, text in known.items() if name not in ("confidence", "rule")}


@cache
def required() -> tuple[str, ...]:
    """Return the columns that no value may leave blank."""
    columns = contract.plan_values().columns
    return tuple(column.name for column in columns if column.required and column.name in value_fields())


def _with_labels(items: Items) -> Items:
    """Return the items with one for each label that a reader gave, and without labels that nobody uses any more."""
    used = {
        ("label", label_key(item.fields.get("label", ""), item.fields.get("subgroup", "")))
        for item in items.values()
        if item.kind == "value" and item.state != State.rejected and item.fields.get("label")
    }
    kept = {item_id: item for item_id, item in items.items() if item_id[0] != "label" or item_id in used}
    return kept | {
        item_id: Item(*item_id, State.proposed, {}) for item_id in sorted(used - kept.keys())
    }  # fmt: skip


def fits(reason: str, is_word: bool) -> bool:
    """Return whether a reason may say of a coverage word, or of a number, that it is no value."""
    return reason in ((*WORD_REASONS, "name") if is_word else (*NUMBER_REASONS, "name"))


def accounted(items: Items, ledger: Mapping[Span, bool]) -> Items:
    """Return the items with exclusions inside decided values as covered, and with the numbers that are missing."""
    decided = _Spans(item.span for item in items.values() if item.is_value)
    found = {
        item_id: replace(item, state=State.covered)
        if item.kind == "exclusion" and item.state in (State.proposed, State.excluded) and decided.touch(item.span)
        else item
        for item_id, item in items.items()
    }
    pending = _Spans(i.span for i in items.values() if i.kind == "value" and (i.is_value or i.is_open))
    excluded = {item.span for item in found.values() if item.kind == "exclusion"}
    rejected = [item for item in found.values() if item.kind == "value" and item.state == State.rejected]
    for run, is_word in ledger.items():
        if run in excluded or pending.touch(run):
            continue
        over = (item for item in rejected if item.span.start < run.end and run.start < item.span.end)
        if not any(fits(item.reason, is_word) for item in over):
            hole = Item("exclusion", key(run.start, run.text), State.missing, {})
            found[hole.id] = hole
    return found


class _Spans:
    """Stretches of text, to be asked whether one of them touches another."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._at = {offset for span in spans if span.text for offset in range(span.start, span.end)}

    def touch(self, span: Span) -> bool:
        return any(offset in self._at for offset in range(span.start, span.end))


def derived_exclusions(items: Items, ledger: Mapping[Span, bool]) -> dict[Span, str]:
    """Return every number and coverage word that is decided to be no value, in order, and why.

    Those of `exclusion` items, and those in rejected values, which take the reason of the rejection.
    """
    reasons = {i.span: i.fields["reason"] for i in items.values() if i.kind == "exclusion" and i.state == "excluded"}
    values = _Spans(item.span for item in items.values() if item.is_value)
    for item in items.values():
        if item.kind == "value" and item.state == State.rejected:
            for run, is_word in ledger.items():
                inside = item.span.start < run.end and run.start < item.span.end
                if inside and run not in reasons and not values.touch(run) and fits(item.reason, is_word):
                    reasons[run] = item.reason
    return dict(sorted(reasons.items(), key=lambda entry: entry[0].start))


def draft_sha(texts: Mapping[str, str]) -> str:
    """Return the hash of a draft, short."""
    import hashlib

    joined = "".join(texts[name] for name in sorted(texts))
    return hashlib.sha256(joined.encode()).hexdigest()[:12]


def is_plain(text: str) -> bool:
    """Return whether a text may stand in a cell: one line, nothing that cannot be seen."""
    return re.search(r"[\x00-\x1f\x7f\u2028\u2029]", text) is None
