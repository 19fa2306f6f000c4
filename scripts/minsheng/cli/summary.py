"""What a refresh has done, and how an attempt ended, as a terminal shows it."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from minsheng.cli.console import echo, width
from minsheng.cli.tables import aligned
from minsheng.messages import Message, _, joined, ngettext, said

if TYPE_CHECKING:
    from minsheng.warehouse.result import Result


def ended(last: dict[str, Any]) -> Message:
    status = STATUSES.get(last["status"], last["status"])
    return Message("{time}, {status}: {message}", time=last["at"], status=status, message=last["message"])


STATUSES: dict[str, Message] = {
    one: one
    for one in (
        Message("bad_input"),
        Message("differed"),
        Message("error"),
        Message("failed"),
        Message("incomplete"),
        Message("interrupted"),
        Message("locked"),
        Message("published"),
        Message("refused"),
        Message("restored"),
        Message("rolled_back"),
        Message("rows_missing"),
        Message("running"),
        Message("unchanged"),
    )
}
"""How an attempt ended, by its code: the code in English."""
_PHASES: dict[str, Message] = {
    one: one
    for one in (
        Message("check inputs"),
        Message("compare rows"),
        Message("copy"),
        Message("import dbt"),
        Message("parse"),
        Message("checkpoint"),
        Message("proof"),
        Message("gate"),
        Message("history"),
        Message("exports"),
        Message("compare builds"),
        Message("publish"),
    )
}
"""What the phases of a refresh are called, by their keys."""


def print_summary(result: Result) -> None:
    seconds = [(said(_PHASES.get(phase, phase)), f"{spent:.1f}") for phase, spent in result.seconds.items()]
    seconds.append((_("all"), f"{sum(result.seconds.values()):.1f}"))
    marts = list(aligned(["mart", "rows"], [(name, f"{count:,}") for name, count in result.rows.items()], width()))
    phases = aligned(["phase", "seconds"], seconds, width())
    widest = max(map(cell_len, marts)) + 6
    for mart, phase in zip_longest(marts, phases, fillvalue=""):
        echo(f"{mart}{' ' * (widest - cell_len(mart))}{phase}".rstrip())
    if result.reasons:
        reasons: list[object] = list(result.reasons[:8])
        if more := len(result.reasons) - len(reasons):
            reasons.append(ngettext("{count} more", "{count} more", more))
        echo(Message("changed: {what}", what=joined("; ", reasons)))
    passed = sum(outcome.success for outcome in result.outcomes)
    tests = ngettext("{count} test", "{count} tests", result.tests)
    expectations = ngettext("{count} expectation", "{count} expectations", passed)
    echo(_("{tests} and {expectations} passed").format(tests=tests, expectations=expectations))
    if result.changes:
        changes = ngettext("{count} change", "{count} changes", result.changes)
        echo(_("{changes} of values and targets; see meta_change").format(changes=changes))
    echo(_("published {path} (build {build})").format(path=result.warehouse, build=result.build_id))
