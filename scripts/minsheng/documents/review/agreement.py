"""Two readers of one plan: what both say, how far they agree, and where somebody has to settle it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from minsheng.documents.document import Span
from minsheng.documents.review import fold
from minsheng.documents.review.decisions import Decision
from minsheng.documents.review.fold import Id, Item, Items, Proposals, State


@dataclass(frozen=True)
class Agreement:
    """How far two readers agree, on what both have decided."""

    first: str
    second: str
    runs: int
    """Numbers and coverage words that both decided."""
    same_verdict: int
    """Of these, both a value or both none."""
    alpha: float | None
    """Krippendorff's alpha of that verdict, nominal; None where neither reader ever said anything else."""
    span_f1: float | None
    """Of the spans of values among these numbers; None where neither has any."""
    values: int
    """Values of both, at the same place."""
    fields: Mapping[str, float]
    """Share of these values in which a column is the same."""


def readings(known: Proposals, decisions: Sequence[Decision], ledger: Mapping[Span, bool]) -> dict[str, Items]:
    """Return what each reader made of the draft, blind to the others.

    Args:
        known: the proposals.
        decisions: of all readers, each in their order.
        ledger: every number and coverage word of the document.
    """
    names = sorted({d.reader for d in decisions if d.stage == "reading"})
    return {
        name: fold.fold(known, [d for d in decisions if (d.reader, d.stage) == (name, "reading")], ledger)
        for name in names
    }


def settled(known: Proposals, decisions: Sequence[Decision], ledger: Mapping[Span, bool]) -> Items:
    """Return the items as all readers together decided them.

    What only one reader decided stands; where two differ, the settlement holds, and without one the item is disputed.

    Args:
        known: the proposals.
        decisions: of all readers, each in their order.
        ledger: every number and coverage word of the document.
    """
    read = readings(known, decisions, ledger)
    last_words = sorted((d for d in decisions if d.stage == "settlement"), key=lambda d: d.decided_at)
    settlement = fold.fold(known, last_words, ledger)
    found = dict(fold.fold(known, [], ledger))
    for items in (*read.values(), settlement):
        found |= {item_id: item for item_id, item in items.items() if item_id not in found}
    for item_id in found:
        if is_judged(settlement.get(item_id)):
            found[item_id] = settlement[item_id]
        else:
            found[item_id] = _together(item_id, found[item_id], read)
    # Whether a number is missing or covered follows from what was decided of the others.
    kept = {
        item_id: replace(item, state=State.excluded) if item.state == State.covered else item
        for item_id, item in found.items()
        if item.state != State.missing and not (item.state == State.covered and "reason" not in item.fields)
    }
    return fold.accounted(kept, ledger)


def is_judged(item: Item | None) -> bool:
    """Return whether a reader has decided an item."""
    return item is not None and item.state not in (State.proposed, State.missing, State.covered)


def _together(item_id: Id, proposed: Item, read: Mapping[str, Items]) -> Item:
    judged = [items[item_id] for items in read.values() if is_judged(items.get(item_id))]
    if not judged:
        return proposed
    first = judged[0]
    is_disputed = any(_verdict(first) != _verdict(item) for item in judged[1:])
    if item_id[0] == "value" and any(item.is_value for item in judged):
        others = [items for items in read.values() if not is_judged(items.get(item_id))]
        is_disputed = is_disputed or any(_has_judged(items, first.span) for items in others)
    if not is_disputed:
        return first
    return replace(proposed if proposed.state == State.proposed else first, state=State.disputed)


def _verdict(item: Item) -> tuple[object, ...]:
    """Return what two decisions have to share to be the same."""
    state = State.accepted if item.is_value or item.state == State.edited else item.state
    return state, item.reason, () if state == State.rejected else tuple(sorted(item.fields.items()))


def _has_judged(items: Items, span: Span) -> bool:
    """Return whether a reader made something else of the numbers of a span."""
    return any(
        (item.is_value or item.state == State.excluded) and item.span.start < span.end and span.start < item.span.end
        for item in items.values()
        if item.kind in ("value", "exclusion")
    )


def agreements(known: Proposals, decisions: Sequence[Decision], ledger: Mapping[Span, bool]) -> list[Agreement]:
    """Return how far each two readers agree."""
    read = readings(known, decisions, ledger)
    return [_agreement(one, other, read, ledger) for one, other in combinations(read, 2)]


def _agreement(one: str, other: str, read: Mapping[str, Items], ledger: Mapping[Span, bool]) -> Agreement:
    first, second = (_verdicts(read[name], ledger) for name in (one, other))
    both = [(first[run], second[run]) for run in ledger if run in first and run in second]
    scope = [run for run in ledger if run in first and run in second]
    spans = [_value_spans(read[name], scope) for name in (one, other)]
    shared = [
        (item, read[other][item_id])
        for item_id, item in read[one].items()
        if item.is_value and item_id in read[other] and read[other][item_id].is_value
    ]
    same = {
        name: sum(a.fields.get(name, "") == b.fields.get(name, "") for a, b in shared) / len(shared)
        for name in (fold.value_fields() if shared else ())
    }
    total = sum(map(len, spans))
    return Agreement(
        one, other, len(both), sum(a == b for a, b in both), alpha(both),
        2 * len(spans[0] & spans[1]) / total if total else None, len(shared), same,
    )  # fmt: skip


def _verdicts(items: Items, ledger: Mapping[Span, bool]) -> dict[Span, bool]:
    """Return each decided number and coverage word, and whether it is in a value."""
    values = [item.span for item in items.values() if item.is_value]
    inside = {run: True for run in ledger if any(v.start < run.end and run.start < v.end for v in values)}
    return dict.fromkeys(fold.derived_exclusions(items, ledger), False) | inside


def _value_spans(items: Items, scope: Iterable[Span]) -> set[tuple[int, int]]:
    runs = list(scope)
    return {
        (v.start, v.end)
        for v in (item.span for item in items.values() if item.is_value)
        if any(v.start < run.end and run.start < v.end for run in runs)
    }


def alpha(pairs: Sequence[tuple[object, object]]) -> float | None:
    """Return Krippendorff's alpha of two coders, nominal, nothing missing.

    Args:
        pairs: what both said of each unit.

    Returns:
        1 for full agreement, 0 for that of chance; None where all units bear one value, or there are none.
    """
    counts = Counter(value for pair in pairs for value in pair)
    n = 2 * len(pairs)
    by_chance = n * n - sum(count * count for count in counts.values())
    if not by_chance:
        return None
    observed = sum(2 for one, other in pairs if one != other)
    return 1 - (n - 1) * observed / by_chance
