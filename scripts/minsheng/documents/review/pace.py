"""How long reading took, estimated from the times of decisions."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from minsheng.documents.review.decisions import Decision

BREAK = 300
"""Seconds between two acts from which on the reader was away; such a gap is not counted."""


@dataclass(frozen=True)
class Pace:
    """The time that readers took, all of them together."""

    seconds: float
    """Between acts, without breaks; the time before the first act of a sitting is not known."""
    acts: int
    values: int
    """Values that were accepted, edited, added or rejected, each once for a reader."""

    @property
    def per_value(self) -> float | None:
        """Return seconds for a value; None where nobody has decided on two."""
        return self.seconds / self.values if self.values > 1 else None


def pace(decisions: Iterable[Decision]) -> Pace:
    """Return how long decisions took. Rows that were made by one act bear the same time and are one act."""
    moments: dict[str, set[datetime]] = defaultdict(set)
    values = set()
    for decision in decisions:
        moments[decision.reader].add(datetime.fromisoformat(decision.decided_at))
        if decision.kind == "value":
            values.add((decision.reader, decision.proposal_key))
    gaps = (
        (later - earlier).total_seconds()
        for own in moments.values()
        for earlier, later in itertools.pairwise(sorted(own))
    )
    return Pace(sum(gap for gap in gaps if gap < BREAK), sum(map(len, moments.values())), len(values))
