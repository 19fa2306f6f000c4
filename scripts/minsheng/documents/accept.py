"""From the decisions on a draft to the rows of a plan, in the files that the input check reads.

What readers decided is the source; the plan file and the plan's rows of reference files follow from it, the same every
time.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from minsheng import durable
from minsheng.documents.document import Document
from minsheng.documents.draft import mint
from minsheng.documents.review import outcome
from minsheng.documents.review.fold import Item
from minsheng.documents.review.outcome import Outcome, Review
from minsheng.documents.review.pace import Pace, pace
from minsheng.inputs import check, contract
from minsheng.inputs.violations import Violation, shown
from minsheng.messages import Message, joined
from minsheng.paths import root

Row = Mapping[str, str]
_PLACES = 5
"""Places of undecided proposals that are named; the rest is counted."""


class Undecided(Exception):
    """Proposals, numbers or coverage words that nobody has decided on; the message names the first."""


class Unaccounted(Exception):
    """The plan file holds values that no decision accounts for; the message names the first."""


class Unsound(Exception):
    """What would be accepted breaks a rule of the input check, or is not what the document prints."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        self.violations = violations
        super().__init__(joined("\n", violations))


@dataclass(frozen=True)
class Accepted:
    """What was accepted of a plan."""

    result: Outcome
    pace: Pace
    written: tuple[Path, ...]
    """Files that are other than they were; none where all had been accepted before."""


def accept(document: Document, *, replace: bool = False) -> Accepted:
    """Write the rows that follow from the decisions on a plan; each file in one step, and all or none of them.

    Args:
        document: the plan's.
        replace: whether values of the plan file that no decision accounts for may go.

    Raises:
        Undecided: somebody has to decide first. Nothing was written.
        Unaccounted: such values are there, as in a plan that was captured by hand, and may not go. Nothing was written.
        Unsound: the rows do not pass the input check, or the verification against the document. All is as it was.
        UnreadableDocument: the document cannot be read.
        UnreadableFile: the map beside it is none.
        UnreadableRows: reference files or decisions have not their form.
    """
    review = outcome.load(document)
    result = outcome.outcome(review)
    _require_decisions(review, result)
    if not replace:
        _require_accounts(document, result)
    before = {path: path.read_text("utf-8") if path.exists() else None for path in _writers(document, result)}
    after = {path: write(before[path] or "") for path, write in _writers(document, result).items()}
    changed = [path for path, text in after.items() if text != before[path]]
    try:
        for path in changed:
            durable.write_text(path, after[path])
        if violations := _violations(document):
            raise Unsound(violations)
    except BaseException:
        for path in changed:
            if (text := before[path]) is None:
                path.unlink(missing_ok=True)
            else:
                durable.write_text(path, text)
        raise
    return Accepted(result, pace(review.decisions), tuple(changed))


def _require_decisions(review: Review, result: Outcome) -> None:
    plan_id, document = review.document.plan_id, review.document
    if not review.decisions:
        raise Undecided(Message("nobody has decided anything on the draft of {plan}", plan=plan_id))
    if result.open:
        lines: list[object] = [
            Message(
                "{count} place waits for a decision in {plan}:",
                "{count} places wait for a decision in {plan}:",
                count=len(result.open),
                plan=plan_id,
            )
        ]
        for item in result.open[:_PLACES]:
            lines.append(Message("  line {line}: {item}", line=str(document.line(item.span.start)), item=_named(item)))
        if (rest := len(result.open) - _PLACES) > 0:
            lines.append(Message("  and {rest} more", rest=rest))
        raise Undecided(joined("\n", lines))


def _require_accounts(document: Document, result: Outcome) -> None:
    path = _plan_path(document.plan_id)
    places = {int(row["char_start"]) for row in result.values}
    rows = _parsed(path.read_text("utf-8"))[1] if path.exists() else []
    if lost := [row["value_id"] for row in rows if int(row["char_start"]) not in places]:
        raise Unaccounted(
            Message(
                "{path} holds {count} value that no decision accounts for, the first {value}",
                "{path} holds {count} values that no decision accounts for, the first {value}",
                path=path,
                count=len(lost),
                value=lost[0],
            )
        )


def _plan_path(plan_id: str) -> Path:
    return root() / "seeds/plans" / f"{plan_id}.csv"


def _named(item: Item) -> str:
    what = item.state.value if item.is_complete else Message("a blank column")
    return Message("{text} ({kind}, {state})", text=shown(item.span.text), kind=item.kind, state=what)


def _writers(document: Document, result: Outcome) -> dict[Path, Callable[[str], str]]:
    """Return for each file how its text follows from the one that is there."""
    plan_id = document.plan_id
    reference = root() / "seeds/reference"
    matched = {(m["label"], m["subgroup"]): m["indicator_code"] for m in result.matches}
    named = {body["printed_name"] for body in result.bodies}
    matches = [{**match, "is_primary": "true"} for match in result.matches]

    def is_decided(row: Row) -> bool:
        code = matched.get((row["label"], row["subgroup"]))
        return code is not None and (row["is_primary"] == "true" or row["indicator_code"] == code)

    return {
        _plan_path(plan_id): lambda _: _plan_file(plan_id, result.values),
        reference / "exclusions.csv": lambda text: _of_plan(text, plan_id, result.exclusions, lambda _: True),
        reference / "indicator_matches.csv": lambda text: _of_plan(text, plan_id, matches, is_decided),
        reference / "organization_names.csv": lambda text: _of_plan(
            text, plan_id, result.bodies, lambda row: row["printed_name"] in named
        ),
        reference / "plans.csv": lambda text: _counted(text, plan_id, len(result.values)),
    }


def _plan_file(plan_id: str, values: Sequence[Row]) -> str:
    """Return the text of a plan file; a column that no row fills stays out where the contract lets it."""
    described = contract.plan_values()
    unused = {name for name in described.optional if not any(row[name] for row in values)}
    names = [name for name in described.names if name not in unused]
    value_ids = mint(plan_id, (int(row["char_start"]) for row in values))
    return _text(names, [{**row, "value_id": own} for row, own in zip(values, value_ids, strict=True)])


def _of_plan(text: str, plan_id: str, new: Iterable[Row], is_replaced: Callable[[Row], bool]) -> str:
    """Return a reference file with rows of a plan replaced where the plan's first row stood, else at its end."""
    names, rows = _parsed(text)
    at = next((n for n, row in enumerate(rows) if row["plan_id"] == plan_id), len(rows))
    kept = [row for row in rows if row["plan_id"] == plan_id and not is_replaced(row)]
    others = [[row for row in part if row["plan_id"] != plan_id] for part in (rows[:at], rows[at:])]
    return _text(names, [*others[0], *kept, *new, *others[1]])


def _counted(text: str, plan_id: str, count: int) -> str:
    """Return plans.csv with the number of values of a plan, where nobody has said how many it has at the least."""
    names, rows = _parsed(text)
    return _text(
        names,
        [
            {**row, "minimum_values": row["minimum_values"] or str(count)} if row["plan_id"] == plan_id else row
            for row in rows
        ],
    )


def _parsed(text: str) -> tuple[list[str], list[Row]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    rows: list[Row] = list(reader)
    return list(reader.fieldnames or ()), rows


def _text(names: Sequence[str], rows: Iterable[Row]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, names, lineterminator="\n", restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _violations(document: Document) -> list[Violation]:
    """Return what the input check and the verification against the document say of the rows that are there."""
    from minsheng.documents import verify

    if found := check.check().violations:
        return found
    return [violation for verified in verify.verify([document]) for violation in verified.violations]
