"""What a draft holds."""

from __future__ import annotations

from dataclasses import dataclass

SURE = 0.9
"""Confidence from which a proposal may be accepted together with others of its kind."""


@dataclass(frozen=True)
class ProposedValue:
    """A value: the columns of the plan-value contract that a rule can fill."""

    start: int
    text: str
    label: str
    statement_kind: str = "commitment"
    section: str = ""
    table_row: str = ""
    table_column: str = ""
    subgroup: str = ""
    region_code: str = ""
    value_role: str = "target"
    period: str = ""
    period_basis: str = "point"
    unit_text: str = ""
    lead_organizations: str = ""
    support_organizations: str = ""
    is_core: bool = False
    is_period_inferred: bool = False
    commitment_strength: str = "pledged"
    distribution: str = "whole"
    is_shared_figure: bool = False
    shared_operator: str = ""
    shared_operator_char_start: int | None = None
    target_nature: str = ""
    yearly_growth_text: str = ""
    note: str = ""
    confidence: float = 0.5
    rule: str = ""
    """The rule that made the proposal."""

    @property
    def end(self) -> int:
        """Return the offset after the value."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class ProposedExclusion:
    """A number or coverage word that is no value."""

    start: int
    text: str
    section: str
    reason: str
    confidence: float
    rule: str


@dataclass(frozen=True)
class ProposedBody:
    """A responsible body as printed."""

    printed_name: str
    organization_id: str
    """What the name means in another plan of the same place, '' where no plan has it."""
    confidence: float


@dataclass(frozen=True)
class Candidate:
    """An indicator that a label may mean."""

    indicator_code: str
    score: float
    unit_fits: bool
    past_grade: str
    """Grade of the nearest label that is matched to the indicator."""
    nearest_label: str
    non_match: str
    """Why the nearest registered label is not this indicator, '' where none is registered."""
    is_sure: bool


@dataclass(frozen=True)
class ProposedIndicators:
    """Up to three indicators for a label and sub-group, best first."""

    label: str
    subgroup: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Draft:
    """All proposals for a plan."""

    plan_id: str
    values: tuple[ProposedValue, ...] = ()
    exclusions: tuple[ProposedExclusion, ...] = ()
    bodies: tuple[ProposedBody, ...] = ()
    indicators: tuple[ProposedIndicators, ...] = ()
    warnings: tuple[str, ...] = ()
