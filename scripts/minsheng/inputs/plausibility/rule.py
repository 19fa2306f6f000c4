"""What a rule is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One rule."""

    name: str
    column: str
    """The column that is wrong."""
    expected: str
    rows: str
    """Query of the rows that break the rule: file, line, found."""
    is_warning: bool = False
