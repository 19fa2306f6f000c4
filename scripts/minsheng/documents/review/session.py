"""One reader at work: acts are checked, written down, and their effect on the items returned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from minsheng.documents import draft
from minsheng.documents.document import Span
from minsheng.documents.drafting import suggest
from minsheng.documents.drafting.model import ProposedValue
from minsheng.documents.review import agreement, decisions, fold
from minsheng.documents.review.checks import Checks, Refused
from minsheng.documents.review.decisions import Decision
from minsheng.documents.review.fold import Item, Items, State
from minsheng.documents.review.outcome import Review
from minsheng.inputs import captured
from minsheng.inputs.violations import shown
from minsheng.messages import Message


@dataclass(frozen=True)
class Act:
    """What a reader wants to be decided."""

    kind: str
    key: str
    decision: str
    fields: Mapping[str, str] = field(default_factory=dict)
    """Columns to change; `reason` of reject and exclude, `reader` whose decision is taken over."""

    @staticmethod
    def of(entry: Any) -> Act:
        """Read an act as the page sends it.

        Raises:
            Refused: it is none.
        """
        if not isinstance(entry, dict) or not {"kind", "key", "decision"} <= entry.keys() <= _ENTRIES:
            raise Refused(Message("an act has kind, key, decision and fields"))
        fields = entry.get("fields", {})
        texts = [
            entry["kind"],
            entry["key"],
            entry["decision"],
            *(fields.values() if isinstance(fields, dict) else [0]),
        ]
        if not all(isinstance(text, str) for text in texts):
            raise Refused(Message("kind, key, decision and all fields are texts"))
        if not all(map(fold.is_plain, texts)):
            raise Refused(Message("a decision is one line, without signs that cannot be seen"))
        return Act(entry["kind"], entry["key"], entry["decision"], fields)


_ENTRIES = {"kind", "key", "decision", "fields"}
Rows = Iterator[tuple[str, str, str, str]]
"""decision, field, proposed, decided."""


class Session:
    """The items of a plan as one reader sees them, and what that reader decides."""

    def __init__(self, review: Review, reader: str, stage: str = "reading") -> None:
        """Fold what was decided before.

        Args:
            review: the draft and all decisions.
            reader: who decides.
            stage: reading, which sees nothing of others; settlement, which sees what all decided.
        """
        self.review, self.reader, self.stage = review, reader, stage
        self.checks = Checks(review.document, review.ledger)
        self.items = self._fold()
        self.edited_labels: dict[str, tuple[Mapping[str, str], ...]] = {}

    def _fold(self) -> Items:
        return self.review.settled() if self.stage == "settlement" else self.review.reading(self.reader)

    @property
    def own(self) -> list[Decision]:
        """Return the decisions of this reader in this stage."""
        return [d for d in self.review.decisions if (d.reader, d.stage) == (self.reader, self.stage)]

    def decide(self, acts: Sequence[Act]) -> list[Item]:
        """Check acts, write them down as one, and return the items that are other than before.

        Raises:
            Refused: one of them cannot be; none is written.
            OSError: they cannot be written; none is.
        """
        if not acts:
            raise Refused(Message("nothing is decided"))
        moment = decisions.now(self.own)
        made: list[Decision] = []
        before = self.items, self.review
        try:
            for act in acts:
                key, rows = self._rows(act)
                fresh = [self._decision(act.kind, key, moment, *row) for row in rows]
                made += fresh
                self._take(fresh)
                if act.decision in ("add", "reject"):
                    self.items = self._fold()  # what comes next is judged by it
            decisions.append(decisions.path(self.review.document.plan_id, self.reader), made)
        except BaseException:
            self.items, self.review = before
            raise
        return self._changed(before[0])

    def check(self, act: Act) -> None:
        """Refuse an act that could not be decided now.

        Raises:
            Refused: saying why.
        """
        self._rows(act)

    def find(self, context: str) -> str:
        """Return the key of a value that is marked in a stretch of the document: 占比⟦保持在86%以上⟧.

        Raises:
            Refused: nothing is marked, or the stretch does not occur once.
        """
        text = context.partition("⟦")[2].partition("⟧")[0]
        start, problem = draft.place(context, text, self.review.document.text)
        if problem:
            raise Refused(Message("context: found {found}; expected {expected}", found=problem[0], expected=problem[1]))
        return decisions.key(start, text)

    def undo(self) -> list[Item]:
        """Take back the last act of this reader, and return the items that are other than before.

        Raises:
            Refused: there is none.
        """
        undone = {(d.kind, d.proposal_key, d.decided) for d in self.own if d.decision == "undo"}
        standing = [
            d
            for d in self.own
            if d.decision != "undo" and (d.kind, d.proposal_key, d.decided_at) not in undone
        ]  # fmt: skip
        if not standing:
            raise Refused(Message("there is nothing to undo"))
        last = max(d.decided_at for d in standing)
        places = dict.fromkeys((d.kind, d.proposal_key) for d in standing if d.decided_at == last)
        moment = decisions.now(self.own)
        made = [self._decision(kind, key, moment, "undo", "", "", last) for kind, key in places]
        decisions.append(decisions.path(self.review.document.plan_id, self.reader), made)
        before = self.items
        self._take(made)
        return self._changed(before)

    def _take(self, made: list[Decision]) -> None:
        self.review = replace(self.review, decisions=(*self.review.decisions, *made))

    def _changed(self, before: Items) -> list[Item]:
        self.items = self._fold()
        gone = [replace(item, state=State.covered) for item_id, item in before.items() if item_id not in self.items]
        known = before.get
        changed = [
            item for item_id, item in self.items.items() if (old := known(item_id)) is not item and old != item
        ]  # fmt: skip
        return changed + gone

    def _decision(
        self, kind: str, key: str, moment: str, decision: str, column: str, proposed: str, decided: str
    ) -> Decision:
        plan_id, sha = self.review.document.plan_id, self.review.draft_sha
        return Decision(plan_id, kind, key, self.reader, self.stage, decision, column, proposed, decided, moment, sha)

    def _rows(self, act: Act) -> tuple[str, Rows | list[tuple[str, str, str, str]]]:
        """Return the key and the rows of an act."""
        if act.decision == "take":
            act = self._taken(act)
        makers: dict[tuple[str, str], Callable[[Act], Rows]] = {
            ("value", "accept"): self._accept,
            ("value", "edit"): self._edit,
            ("value", "reject"): self._reject,
            ("exclusion", "accept"): self._accept,
            ("exclusion", "exclude"): self._exclude,
            ("label", "match"): self._match,
            ("label", "new"): self._wait,
            ("label", "later"): self._wait,
            ("body", "accept"): self._accept,
            ("body", "edit"): self._body,
            ("body", "later"): self._wait,
        }
        if (act.kind, act.decision) == ("value", "add"):
            return self._add(act)
        if (act.kind, act.key) not in self.items:
            raise Refused(Message("there is no {kind} {key} in this plan", kind=shown(act.kind), key=shown(act.key)))
        if (act.kind, act.decision) not in makers:
            raise Refused(Message("{decision} is no decision on a {kind}", decision=shown(act.decision), kind=act.kind))
        return act.key, list(makers[act.kind, act.decision](act))

    def _snapshot(self, act: Act) -> str:
        proposal = self.review.proposals.get((act.kind, act.key))
        if proposal is None:
            raise Refused(Message("{key} is not proposed; add it", key=shown(act.key)))
        return proposal.snapshot

    def _accept(self, act: Act) -> Rows:
        snapshot = self._snapshot(act)
        proposed = self.review.proposals[act.kind, act.key].fields
        if act.kind == "exclusion":
            self.checks.reason(proposed.get("reason", ""), self.items[act.kind, act.key].span, of_rejection=False)
        if act.kind == "body":
            self.checks.body(proposed.get("organization_id", ""))
        yield "accept", "", snapshot, ""
        if act.kind == "value":
            yield from self._changes(act, proposed)

    def _edit(self, act: Act) -> Rows:
        item = self.items[act.kind, act.key]
        if item.state in (State.proposed, State.rejected, State.disputed):
            yield from self._accept(act)
        else:
            yield from self._changes(act, item.fields)

    def _changes(self, act: Act, known: Mapping[str, str]) -> Rows:
        changed = {name: text.strip() for name, text in act.fields.items() if text.strip() != known.get(name, "")}
        if changed or any(not known.get(name) for name in fold.required()):
            self.checks.value(Span(*decisions.split(act.key)[:2]), {**known, **changed}, changed)
        for name, text in changed.items():
            yield "edit", name, known.get(name, ""), text

    def _reject(self, act: Act) -> Rows:
        item = self.items[act.kind, act.key]
        self.checks.reason(act.fields.get("reason", ""), item.span, of_rejection=True)
        proposal = self.review.proposals.get(item.id)
        yield "reject", "reason", proposal.snapshot if proposal else "", act.fields["reason"]

    def _exclude(self, act: Act) -> Rows:
        item = self.items[act.kind, act.key]
        self.checks.reason(act.fields.get("reason", ""), item.span, of_rejection=False)
        proposal = self.review.proposals.get(item.id)
        yield "exclude", "reason", proposal.snapshot if proposal else "", act.fields["reason"]

    def _match(self, act: Act) -> Rows:
        self.checks.match(act.fields)
        yield "match", "indicator_code", "", act.fields["indicator_code"]
        for name in ("match_grade", "reason_zh", "reason_en"):
            if text := act.fields.get(name, ""):
                yield "edit", name, "", text

    def _wait(self, act: Act) -> Rows:
        yield act.decision, "", "", ""

    def _body(self, act: Act) -> Rows:
        self.checks.body(act.fields.get("organization_id", ""))
        proposed = self.review.proposals[act.kind, act.key]
        yield "accept", "", proposed.snapshot, ""
        yield "edit", "organization_id", proposed.fields.get("organization_id", ""), act.fields["organization_id"]

    def _add(self, act: Act) -> tuple[str, list[tuple[str, str, str, str]]]:
        """Add a value at a place; the number of its key is the next free one there."""
        try:
            start, text, n = decisions.split(act.key)
        except ValueError:
            raise Refused(Message("key: found {key}; expected char_start:text#n", key=shown(act.key))) from None
        span = Span(start, text)
        self.checks.place(span, self.items)
        if self.stage == "reading":
            while ("value", decisions.key(start, text, n)) in self.items:
                n += 1
        fields = {name: given.strip() for name, given in act.fields.items() if given.strip()}
        self.checks.value(span, fields)
        rows = [("add", "", "", ""), *(("edit", name, "", given) for name, given in fields.items())]
        return decisions.key(start, text, n), rows

    def _taken(self, act: Act) -> Act:
        """Return the act that decides an item as a reader did."""
        others = self.readings()
        reader = act.fields.get("reader", "")
        if self.stage != "settlement" or reader not in others:
            raise Refused(Message("there is no reading of {reader} to take over here", reader=shown(reader)))
        item = others[reader].get((act.kind, act.key))
        if item is None or not agreement.is_judged(item):
            span = Span(*decisions.split(act.key)[:2]) if act.kind == "value" else Span(0, "")
            reasons = fold.derived_exclusions(others[reader], self.review.ledger)
            inside = [reason for run, reason in reasons.items() if run.start < span.end and span.start < run.end]
            return replace(act, decision="reject", fields={"reason": inside[0] if inside else fold.REPLACED})
        if item.state == State.rejected:
            return replace(act, decision="reject", fields={"reason": item.reason})
        if act.kind == "value":
            is_proposed = (act.kind, act.key) in self.review.proposals
            blank = dict.fromkeys(self.review.proposals[item.id].fields, "") if is_proposed else {}
            return replace(act, decision="accept" if is_proposed else "add", fields={**blank, **item.fields})
        decision = {"exclusion": "exclude", "body": "edit"}.get(act.kind, _AS_DECIDED.get(item.state, "later"))
        return replace(act, decision=decision, fields=dict(item.fields))

    def readings(self) -> dict[str, Items]:
        """Return what each reader decided; nothing of it is for a reader who reads blind."""
        return agreement.readings(self.review.proposals, self.review.decisions, self.review.ledger)

    def candidates(self, key: str) -> tuple[Mapping[str, str], ...]:
        """Return the indicators that a label may mean, one that the reader gave too: rows of PLAN.indicators.csv."""
        proposal = self.review.proposals.get(("label", key))
        if proposal:
            return proposal.candidates
        if key not in self.edited_labels:
            self.edited_labels[key] = tuple(self._suggested(key))
        return self.edited_labels[key]

    def _suggested(self, key: str) -> Iterator[dict[str, str]]:
        label, _, subgroup = key.rpartition("#")
        used = [
            ProposedValue(
                item.span.start, item.span.text, label, subgroup=subgroup,
                unit_text=item.fields.get("unit_text", ""), period_basis=item.fields.get("period_basis", ""),
            )
            for item in self.items.values()
            if item.kind == "value" and (item.fields.get("label"), item.fields.get("subgroup", "")) == (label, subgroup)
        ]  # fmt: skip
        suggester = suggest.Suggester.of_seeds(self.review.document.plan_id)
        spellings, units = captured.rows("unit_spellings"), captured.rows("units")
        for found in suggest.propose(used, suggester, spellings, units):
            for rank, c in enumerate(found.candidates, 1):
                facts = dict(indicator_code=c.indicator_code, score=f"{c.score:g}", unit_fits=str(c.unit_fits).lower())
                seen = dict(past_grade=c.past_grade, nearest_label=c.nearest_label, non_match=c.non_match)
                yield dict(rank=str(rank), **facts, **seen)


_AS_DECIDED = {State.matched: "match", State.new: "new", State.later: "later"}
