"""The labels of captured plans that have no match yet, and the indicators that they may mean."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from minsheng.documents.drafting import suggest
from minsheng.documents.drafting.model import ProposedIndicators, ProposedValue
from minsheng.inputs import captured

_KEY = ("plan_id", "label", "subgroup")


@dataclass(frozen=True)
class Waiting:
    """A label and sub-group of a plan; the warehouse has it as a provisional indicator."""

    plan_id: str
    value_count: int
    indicators: ProposedIndicators
    """Up to three, best first: what a label of any plan was matched to."""


def waiting(plan_id: str | None = None) -> list[Waiting]:
    """Return the labels that wait for a match, in order of plan and document.

    Args:
        plan_id: those of this plan alone.

    Raises:
        UnreadableRows: an input file has not the form of its contract.
    """
    values = captured.rows("plan_values", plan_id)
    for decided in ("indicator_matches", "component_labels"):
        values = values.join(captured.rows(decided), on=_KEY, how="anti")
    if values.is_empty():
        return []
    spellings, units = captured.rows("unit_spellings"), captured.rows("units")
    suggester = suggest.Suggester.of_seeds("")
    found = []
    for (own_plan,), rows in values.sort("plan_id", "char_start").group_by("plan_id", maintain_order=True):
        counts = {
            (label, subgroup): count for label, subgroup, count in rows.group_by("label", "subgroup").len().iter_rows()
        }
        for one in suggest.propose(_proposed(rows), suggester, spellings, units):
            found.append(Waiting(str(own_plan), counts[one.label, one.subgroup], one))
    return found


def _proposed(rows: pl.DataFrame) -> list[ProposedValue]:
    """Return captured values as the suggestions read them."""
    names = ("char_start", "value_text", "label", "subgroup", "unit_text", "shared_operator", "period_basis")
    return [
        ProposedValue(start, text, label, subgroup=subgroup, unit_text=unit, shared_operator=shared, period_basis=basis)
        for start, text, label, subgroup, unit, shared, basis in rows.select(names).iter_rows()
    ]
