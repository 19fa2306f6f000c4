"""What a refresh has done, and how an attempt ended, as a terminal shows it."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from minsheng.cli.console import echo, width
from minsheng.cli.tables import aligned
from minsheng.messages import Message, _, joined, ngettext

if TYPE_CHECKING:
    from minsheng.warehouse.result import Result


def ended(last: dict[str, Any]) -> Message:
    status = STATUSES.get(last["status"], last["status"])
    return Message("{time}, {status}: {message}", time=last["at"], status=status, message=last["message"])


STATUSES = {
    "bad_input": Message("bad_input"),
    "differed": Message("differed"),
    "error": Message("error"),
    "failed": Message("failed"),
    "incomplete": Message("incomplete"),
    "interrupted": Message("interrupted"),
    "locked": Message("locked"),
    "published": Message("published"),
    "refused": Message("refused"),
    "restored": Message("restored"),
    "rolled_back": Message("rolled_back"),
    "rows_missing": Message("rows_missing"),
    "running": Message("running"),
    "unchanged": Message("unchanged"),
}
"""How an attempt ended: in English its code."""


def print_summary(result: Result) -> None:
    names = _phases()
    seconds = [(names.get(phase, phase), f"{spent:.1f}") for phase, spent in result.seconds.items()]
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


def _phases() -> dict[str, str]:
    """Return what the phases of a refresh are called."""
    return {
        "check inputs": _("check inputs"),
        "compare rows": _("compare rows"),
        "copy": _("copy"),
        "import dbt": _("import dbt"),
        "parse": _("parse"),
        "checkpoint": _("checkpoint"),
        "proof": _("proof"),
        "gate": _("gate"),
        "history": _("history"),
        "exports": _("exports"),
        "compare builds": _("compare builds"),
        "publish": _("publish"),
    }
