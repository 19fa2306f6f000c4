"""Decisions of readers: seeds/reviews/PLAN.READER.csv, a row each, only ever added to.

A decision names what it is about by place and text, never by a row number, and holds what was proposed then: whatever
later rules propose, what a reader accepted is known. Rows that were made by one act bear the same time.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

from minsheng import durable
from minsheng.inputs.captured import UnreadableRows
from minsheng.inputs.violations import Violation, name, shown
from minsheng.messages import Message
from minsheng.paths import root

KINDS = ("value", "exclusion", "label", "body")
DECISIONS = ("accept", "edit", "reject", "add", "exclude", "match", "new", "later", "undo")
STAGES = ("reading", "settlement")
READER = re.compile(r"\w[\w-]{0,39}")


@dataclass(frozen=True)
class Decision:
    """A row of a reader's file."""

    plan_id: str
    kind: str
    """What it is about: value, exclusion, label (with its sub-group), body (a responsible body)."""
    proposal_key: str
    """`char_start:text#n` of a value or exclusion, `label#subgroup`, or the printed name of a body."""
    reader: str
    stage: str
    """reading: blind to others; settlement: where two readings differ."""
    decision: str
    field: str
    """Of an edit: the column."""
    proposed: str
    """What stood there: of an edit the text, else all columns as JSON."""
    decided: str
    """The new text; the reason of reject and exclude, the indicator of match; of undo the time of what is undone."""
    decided_at: str
    draft_sha: str
    """Hash of the draft that the reader saw."""


COLUMNS = tuple(field.name for field in fields(Decision))


def key(start: int | str, text: str, n: int = 1) -> str:
    """Return the key of a value or exclusion; n numbers the rows of one printed figure, from 1."""
    return f"{start}:{text}#{n}"


def split(proposal_key: str) -> tuple[int, str, int]:
    """Return offset, text and number of the key of a value or exclusion."""
    place, _, n = proposal_key.rpartition("#")
    start, _, text = place.partition(":")
    return int(start), text, int(n)


def label_key(label: str, subgroup: str) -> str:
    """Return the key of a label; a sub-group holds no `#`."""
    return f"{label}#{subgroup}"


def path(plan_id: str, reader: str) -> Path:
    """Return where a reader's decisions on a plan are."""
    return root() / "seeds/reviews" / f"{plan_id}.{reader}.csv"


def readers(plan_id: str) -> list[str]:
    """Return the readers who have decided something on a plan, in order of name."""
    return sorted(found.name.split(".")[1] for found in (root() / "seeds/reviews").glob(f"{plan_id}.*.csv"))


def now(after: Sequence[Decision] = ()) -> str:
    """Return the time in UTC, to the microsecond, later than that of all decisions so far."""
    last = max((decision.decided_at for decision in after), default="")
    moment = datetime.now(UTC)
    if last:
        # A clock that was set back goes on from the last decision.
        moment = max(moment, datetime.fromisoformat(last) + timedelta(microseconds=1))
    return moment.isoformat(timespec="microseconds")


def append(file: Path, decisions: Sequence[Decision]) -> None:
    """Add decisions to a reader's file, onto the disk: when this returns, no crash loses them.

    Raises:
        OSError: they cannot be written; none of them is there.
        ValueError: a text has a line break.
    """
    if any("\n" in text or "\r" in text for decision in decisions for text in astuple(decision)):
        raise ValueError(Message("a decision is one line"))
    durable.append_rows(file, ",".join(COLUMNS), _csv(decisions))


def _csv(decisions: Iterable[Decision]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(map(astuple, decisions))
    return text.getvalue()


def load(file: Path) -> tuple[list[Decision], bool]:
    """Return a reader's decisions in their order, and whether a crash cut the last line short, which is left out.

    Raises:
        UnreadableRows: a line is no decision, or one of another plan or reader.
    """
    if not file.exists():
        return [], False
    text = file.read_bytes().decode("utf-8", "replace")
    *lines, rest = text.split("\n")
    plan_id, reader = file.name.split(".")[:2]
    found: list[Decision] = []
    violations = []
    for number, line in enumerate(lines, 1):
        cells = next(csv.reader([line.removesuffix("\r")]), [])
        if number == 1 and tuple(cells) == COLUMNS:
            continue
        problem = ("", shown(line), ",".join(COLUMNS)) if number == 1 else _problem(cells, plan_id, reader)
        if problem:
            violations.append(Violation(name(file), number, *problem))
        else:
            found.append(Decision(*cells))
    if violations:
        raise UnreadableRows(violations)
    return found, bool(rest)


def _problem(cells: list[str], plan_id: str, reader: str) -> tuple[str, str, str] | None:
    """Return column, what was found and what is expected, where a row is no decision."""
    if len(cells) != len(COLUMNS):
        return "", Message("{count} field", "{count} fields", count=len(cells)), f"{len(COLUMNS)}"
    row = Decision(*cells)
    expected: dict[str, Sequence[str]] = {
        "plan_id": [plan_id],
        "reader": [reader],
        "kind": KINDS,
        "stage": STAGES,
        "decision": DECISIONS,
    }
    for column, accepted in expected.items():
        if getattr(row, column) not in accepted:
            return column, shown(getattr(row, column)), Message("one of {codes}", codes=", ".join(accepted))
    if row.kind in ("value", "exclusion") and not re.fullmatch(r"\d+:.*#[1-9]\d*", row.proposal_key):
        return "proposal_key", shown(row.proposal_key), "char_start:text#n"
    if row.decision != "edit" and not _is_snapshot(row.proposed):
        return "proposed", shown(row.proposed), Message("the columns of the proposal as JSON")
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00", row.decided_at):
        return "decided_at", shown(row.decided_at), Message("a moment in UTC")
    return None


def _is_snapshot(text: str) -> bool:
    try:
        entry = json.loads(text or "{}")
    except ValueError:
        return False
    return isinstance(entry, dict) and all(isinstance(value, str) for value in entry.values())
