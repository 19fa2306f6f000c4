"""The rows that follow from a draft and the decisions of its readers, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from minsheng.documents.document import Document, Span
from minsheng.documents.drafting import files, propose
from minsheng.documents.reading import intake
from minsheng.documents.review import agreement, decisions, fold
from minsheng.documents.review.decisions import Decision
from minsheng.documents.review.fold import Item, Items, Proposals, State
from minsheng.inputs import contract

Row = dict[str, str]


@dataclass(frozen=True)
class Review:
    """A draft and all decisions on it."""

    document: Document
    proposals: Proposals
    ledger: Mapping[Span, bool]
    """Every number and coverage word, and whether it is a word."""
    draft_sha: str
    decisions: tuple[Decision, ...]
    """Of all readers, each in their order."""
    cut_short: tuple[str, ...]
    """Readers whose last line a crash cut short; it is left out."""

    def reading(self, reader: str) -> Items:
        """Return the items as one reader decided them, blind to the others."""
        own = [d for d in self.decisions if (d.reader, d.stage) == (reader, "reading")]
        return fold.fold(self.proposals, own, self.ledger)

    def settled(self) -> Items:
        """Return the items as all readers together decided them."""
        return agreement.settled(self.proposals, self.decisions, self.ledger)


@dataclass(frozen=True)
class Outcome:
    """What a review amounts to: rows as CSV holds them, in order of the document."""

    values: tuple[Row, ...]
    """Columns of the plan-value contract but for value_id."""
    exclusions: tuple[Row, ...]
    """Columns of exclusions.csv."""
    matches: tuple[Row, ...]
    """plan_id, label, subgroup, indicator_code, match_grade, reason_zh, reason_en of matched labels that are in use."""
    waiting: tuple[tuple[str, str], ...]
    """Label and sub-group of values whose indicator is new or left for later."""
    bodies: tuple[Row, ...]
    """plan_id, printed_name, organization_id of the bodies that were decided."""
    open: tuple[Item, ...]
    """What somebody has to decide first: proposals, disputes, numbers that nothing accounts for, blank columns."""


def load(document: Document) -> Review:
    """Draft a plan and read what its readers decided.

    Raises:
        UnreadableDocument: the document cannot be read.
        UnreadableFile: the map beside it is none.
        UnreadableRows: reference files or decisions have not their form.
    """
    texts = files.texts(propose.draft(document, intake.map_beside(document.path, document.text)), document)
    found: list[Decision] = []
    cut_short = []
    for reader in decisions.readers(document.plan_id):
        own, is_cut = decisions.load(decisions.path(document.plan_id, reader))
        found += own
        cut_short += [reader] if is_cut else []
    known = fold.proposals(texts)
    return Review(document, known, fold.runs(document), fold.draft_sha(texts), tuple(found), tuple(cut_short))


def outcome(review: Review) -> Outcome:
    """Return the rows that follow from a review."""
    items = review.settled()
    plan_id = review.document.plan_id
    values = sorted((item for item in items.values() if item.is_value), key=_place)
    labels = dict.fromkeys((v.fields.get("label", ""), v.fields.get("subgroup", "")) for v in values)
    decided = {label: items.get(("label", decisions.label_key(*label))) for label in labels}
    matched = {label: item for label, item in decided.items() if item and item.state == State.matched}
    return Outcome(
        tuple(_value_row(plan_id, item) for item in values),
        tuple(_exclusion_rows(review, items)),
        tuple(_match_row(plan_id, label, item) for label, item in matched.items()),
        tuple(label for label in labels if label not in matched),
        tuple(
            dict(plan_id=plan_id, printed_name=item.key, organization_id=item.fields["organization_id"])
            for item in items.values()
            if item.kind == "body" and item.fields.get("organization_id") and item.state in fold.VALUES
        ),
        tuple(left(items)),
    )


def _value_row(plan_id: str, item: Item) -> Row:
    names = [name for name in contract.plan_values().names if name != "value_id"]
    place = {"plan_id": plan_id, "char_start": str(item.span.start), "value_text": item.span.text}
    return dict.fromkeys(names, "") | dict(item.fields) | place


def _exclusion_rows(review: Review, items: Items) -> Iterator[Row]:
    plan_id, document = review.document.plan_id, review.document
    for run, reason in fold.derived_exclusions(items, review.ledger).items():
        place = dict(plan_id=plan_id, char_start=str(run.start), run_text=run.text)
        yield dict(**place, section=document.section(run.start), reason=reason)


def _match_row(plan_id: str, label: tuple[str, str], item: Item) -> Row:
    row = dict(plan_id=plan_id, label=label[0], subgroup=label[1])
    columns = ("indicator_code", "match_grade", "reason_zh", "reason_en")
    return row | {name: item.fields.get(name, "") for name in columns}


def _place(item: Item) -> tuple[int, int]:
    return item.span.start, decisions.split(item.key)[2]


def states(items: Items) -> dict[str, dict[str, int]]:
    """Return how many items of each kind are in each state."""
    found: dict[str, dict[str, int]] = {kind: {} for kind in decisions.KINDS}
    for item in items.values():
        found[item.kind][item.state] = found[item.kind].get(item.state, 0) + 1
    return found


def left(items: Items) -> Sequence[Item]:
    """Return what is still open, in order of the document."""
    return sorted((item for item in items.values() if item.is_open), key=_place)
