"""The command with which people decide on a draft."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from minsheng.cli.commands import PATH, NewPath, command, plan_argument, sources_option
from minsheng.cli.console import echo, fail, notify, print_red, warn
from minsheng.cli.documents import load_documents, reading_inputs
from minsheng.cli.tables import print_rows
from minsheng.messages import Message, _, ngettext
from minsheng.text import os_error

if TYPE_CHECKING:
    from minsheng.documents.review.outcome import Review
    from minsheng.documents.review.session import Session


@command()
@plan_argument
@click.option("--reader", envvar="MINSHENG_READER", help="Who reads; else the user's own name.")
@sources_option
@click.option(
    "--port",
    type=click.IntRange(min=0, max=65535),
    default=0,
    show_default=True,
    help="Port of the page; 0 takes a free one.",
)
@click.option("--settle", is_flag=True, help="Decide where readers differ; all of them are shown.")
@click.option("--status", is_flag=True, help="Print what is decided and what is left; no page.")
@click.option("--xlsx", type=NewPath(), help="Write the items to this workbook; no page.")
@click.option("--from", "back", type=PATH, help="Take decisions from this workbook; no page.")
def review(
    plan: str,
    reader: str | None,
    sources: Path | None,
    port: int,
    settle: bool,
    status: bool,
    xlsx: Path | None,
    back: Path | None,
) -> None:
    """Decide on the draft of a plan: a page beside the document, on this machine alone.

    Each reader's decisions are added to seeds/reviews/PLAN.READER.csv, on the disk before the page shows them as made,
    and hold when the draft changes. Readers see nothing of each other; where two differ, `--settle` shows both. The
    same with a workbook: `--xlsx` writes one with drop-downs, `--from` reads it back.

    Exit codes: **0** done (with --status: nothing is open), **1** something is open, **2** plan, workbook or
    decisions cannot be read, or the port is taken.
    """
    from minsheng.documents.reading.blocks import UnreadableFile
    from minsheng.documents.review import outcome
    from minsheng.documents.review.session import Session

    (document,) = load_documents(sources, plan)
    name = _reader(reader)
    with reading_inputs():
        try:
            found = outcome.load(document)
        except UnreadableFile as error:
            fail(str(error))
    warn(
        Message("the last decision of {reader} was cut short by a crash and is left out", reader=r)
        for r in found.cut_short
    )
    if status:
        raise click.exceptions.Exit(_print_status(found))
    session = Session(found, name, "settlement" if settle else "reading")
    if xlsx:
        _write(session, xlsx)
    elif back:
        _take(session, back)
    else:
        _serve(session, port)


def _reader(named: str | None) -> str:
    import getpass

    from minsheng.documents.review.decisions import READER

    name = named or getpass.getuser()
    if not READER.fullmatch(name):
        hint = _("name yourself with --reader, in letters, digits and hyphens")
        fail(_("a reader cannot be called {name}").format(name=repr(name)), hint=hint)
    return name


def _serve(session: Session, port: int) -> None:
    import secrets

    from minsheng.documents.review import outcome, server

    try:
        listening = server.listen(port)
    except OSError as error:
        message = _("port {port}: {error}").format(port=port, error=os_error(error))
        fail(message, hint=_("leave --port out to take a free one"))
    token = secrets.token_urlsafe(24)
    notify(_("open this address in a browser; Ctrl-C ends the page:"))
    echo(f"http://127.0.0.1:{listening.getsockname()[1]}/#{token}")
    try:
        server.serve(session, token, listening)
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()
    notify(
        ngettext(
            "{count} item left; all decisions are saved",
            "{count} items left; all decisions are saved",
            len(outcome.left(session.items)),
        )
    )


def _write(session: Session, path: Path) -> None:
    from minsheng.documents.review import sheet

    try:
        sheet.write(session, path)
    except OSError as error:
        fail(_("cannot write {path}: {error}").format(path=path, error=os_error(error)))
    message = ngettext("{count} item written to {path}", "{count} items written to {path}", len(session.items))
    notify(message.format(path=path))


def _take(session: Session, path: Path) -> None:
    from minsheng.documents.review import outcome, sheet

    try:
        taken = sheet.take(session, path)
    except sheet.UnreadableSheet as error:
        print_red(error.problems)
        fail(
            ngettext(
                "{count} problem in {file}; nothing was taken",
                "{count} problems in {file}; nothing was taken",
                len(error.problems),
            ).format(file=path.name)
        )
    except OSError as error:
        fail(_("cannot write the decisions: {error}").format(error=os_error(error)))
    left = len(outcome.left(session.items))
    notify(
        _("{decisions} taken; {items} left").format(
            decisions=ngettext("{count} decision", "{count} decisions", taken),
            items=ngettext("{count} item", "{count} items", left),
        )
    )


def _print_status(found: Review) -> int:
    """Print what is decided, how far readers agree, and what is open; return the exit code."""
    from minsheng.documents.review import agreement, decisions, outcome

    items = found.settled()
    counts = outcome.states(items)
    states = sorted({state for kind in counts.values() for state in kind})
    rows = [(kind, *(counts[kind].get(state, 0) for state in states)) for kind in decisions.KINDS]
    print_rows(["item", *states], rows)
    known = agreement.agreements(found.proposals, found.decisions, found.ledger)
    if known:
        agreed = [
            (a.first, a.second, a.runs, _share(a.same_verdict / a.runs if a.runs else None), _figure(a.alpha),
             _figure(a.span_f1), a.values)
            for a in known
        ]  # fmt: skip
        print_rows(["reader", "reader", "numbers", "same verdict", "alpha", "span F1", "values"], agreed)
        columns = [(a.first, a.second, name, _share(share)) for a in known for name, share in a.fields.items()]
        print_rows(["reader", "reader", "column", "same"], columns)
    left = outcome.left(items)
    for item in left[:10]:
        echo(f"{item.state} {item.kind} {found.document.around(item.span.start, item.span.end)}")
    message = ngettext("{count} item open", "{count} items open", len(left))
    echo(_("{items}, the first {shown} above").format(items=message, shown=10) if len(left) > 10 else message)
    return 1 if left else 0


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def _figure(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.3f}"
