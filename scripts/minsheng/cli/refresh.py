"""Commands that build, publish and look after the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minsheng.cli.commands import PATH, command, format_option, stacked
from minsheng.cli.console import (
    echo,
    error_console,
    fail,
    notify,
    open_warehouse,
    print_json,
    print_red,
    warn,
)
from minsheng.cli.summary import STATUSES, ended, print_summary
from minsheng.cli.tables import Form, is_terminal, print_rows
from minsheng.messages import _, joined, ngettext, said
from minsheng.warehouse.result import AS_IT_WAS, BuildError, Options

if TYPE_CHECKING:
    from pathlib import Path

    from minsheng.warehouse.derived import Output
    from minsheng.warehouse.lock import Locked


force_option = click.option(
    "--force", is_flag=True, help="Build also when nothing has changed, or when the same inputs have failed."
)
wait_option = click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0,
    show_default=True,
    help="Seconds to wait for another process that builds.",
)
keep_option = click.option(
    "--keep",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    help="How many builds stay in data/builds besides this one.",
)
no_exports_option = click.option("--no-exports", is_flag=True, help="Leave data/exports as it is.")
with_option = click.option(
    "--with",
    "outputs",
    default="",
    metavar="OUTPUT,…",
    help="Renew these behind the publication: atlas, xlsx, sdmx, docs, report, or all.",
)
accept_loss_option = click.option(
    "--accept-loss",
    is_flag=True,
    help="Publish also when rows are missing that were published before, or are counted otherwise.",
)
full_every_option = click.option(
    "--full-every",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="Build from scratch every so many builds; 1: each time.",
)
full_option = click.option(
    "--full", is_flag=True, help="Build from scratch, changed or not, and compare with what the last build had kept."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as one line of JSON.")
publishing_options = stacked(force_option, wait_option, keep_option, no_exports_option, with_option, accept_loss_option)


@command()
@publishing_options
@full_option
@full_every_option
@json_option
def build(
    force: bool,
    wait: float,
    keep: int,
    no_exports: bool,
    outputs: str,
    accept_loss: bool,
    full: bool,
    full_every: int,
    as_json: bool,
) -> None:
    """Check the inputs, build all models, run the gate, publish the warehouse and its exports; sum up.

    The new warehouse takes the place of `data/minsheng.duckdb` in one step, and only when every test has passed; set
    MINSHENG_DATABASE to publish elsewhere. When nothing has changed since the last build, nothing is done.

    Exit codes: **0** published or unchanged, **1** a model, test or expectation failed, **2** bad input, **3** another
    process is building, **4** something else went wrong. The last line says whether the new build is published.
    """
    options = Options(force, wait, keep, not no_exports, _named(outputs), accept_loss, full=full, full_every=full_every)
    _refresh(options, as_json, is_quiet=False)


@command()
@publishing_options
@full_option
@full_every_option
@json_option
def refresh(
    force: bool,
    wait: float,
    keep: int,
    no_exports: bool,
    outputs: str,
    accept_loss: bool,
    full: bool,
    full_every: int,
    as_json: bool,
) -> None:
    """The same as build, for a scheduler: one line when it is not in a terminal, and one for each warning.

    Exit codes: **0** published or unchanged, **1** a model, test or expectation failed, **2** bad input, **3** another
    process is building, **4** something else went wrong. The last line says whether the new build is published.
    """
    options = Options(force, wait, keep, not no_exports, _named(outputs), accept_loss, full=full, full_every=full_every)
    _refresh(options, as_json, is_quiet=not is_terminal())


@command()
@click.argument("file", type=PATH, help="A warehouse that plain dbt has built, such as data/dev.duckdb.")
@publishing_options
@json_option
def publish(
    file: Path, force: bool, wait: float, keep: int, no_exports: bool, outputs: str, accept_loss: bool, as_json: bool
) -> None:
    """Check the inputs, pass a warehouse that another scheduler has built with dbt through the gate, and publish it.

    The file stays as it is. It is refused unless it says itself that every model and data test has ended well in it, of
    today's code and of the rows that the input check accepts today: `minsheng check-inputs`, then `dbt build`.

    Exit codes: **0** published or unchanged, **1** refused, or an expectation failed, **2** bad input, **3** another
    process is building, **4** something else went wrong. The last line says whether the file is published.
    """
    options = Options(force, wait, keep, not no_exports, _named(outputs), accept_loss, file.absolute())
    _refresh(options, as_json, is_quiet=not is_terminal())


def _named(outputs: str) -> tuple[Output, ...]:
    from minsheng.outputs.registry import named

    try:
        return named(outputs)
    except ValueError as error:
        fail(str(error))


def _refresh(options: Options, as_json: bool, is_quiet: bool) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    from minsheng.warehouse.build import refresh as run
    from minsheng.warehouse.lock import Locked

    columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    try:
        console = error_console()
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task(_("starting"), total=None)
            result = run(
                options,
                lambda step, done, total: bar.update(task, description=said(step), completed=done, total=total or None),
            )
    except Locked as error:
        _print_failure(error, (), (), joined("", ["minsheng: ", error]), as_json)
        raise click.exceptions.Exit(error.exit_code) from None
    except BuildError as error:
        _print_failure(error, error.lines, error.warnings, error.closing, as_json)
        raise click.exceptions.Exit(error.exit_code) from None
    if as_json:
        keys = ("status", "build_id", "message", "reasons", "rows", "changes", "warnings")
        seconds = {name: round(spent, 3) for name, spent in result.seconds.items()}
        print_json({key: getattr(result, key) for key in keys} | {"seconds": seconds})
        return
    if result.status == "published" and not is_quiet:
        print_summary(result)
    else:
        echo(result.message)
    warn(result.warnings)


def _print_failure(
    error: BuildError | Locked, lines: Sequence[str], warnings: Sequence[str], closing: str, as_json: bool
) -> None:
    if as_json:
        answer = {"status": error.status, "exit_code": error.exit_code, "messages": list(lines), "message": closing}
        print_json(answer | {"warnings": list(warnings)})
    else:
        warn(warnings)
        print_red(lines)
        notify(closing)


@command()
@json_option
def status(as_json: bool) -> None:
    """Say what is published and whether it is whole, whether the inputs have changed, and how the last attempt ended.

    Exit codes: **0** a warehouse is published, **2** none is.
    """
    from minsheng import paths
    from minsheng.warehouse.mend import describe
    from minsheng.warehouse.status import status as read

    state = read()
    if as_json:
        print_json(state)
    else:
        damage = said(describe(state["damage"]))
        last = state["last_attempt"]
        rows: list[tuple[object, ...]] = [
            (
                _("warehouse"),
                state["warehouse"] or _("none at {path} yet; run `minsheng build`").format(path=paths.warehouse()),
            ),
            (_("build"), state["build_id"]),
            (_("published at"), state["published_at"]),
            (
                _("as it was published"),
                _("no; {damage}; `minsheng refresh` mends it").format(damage=damage) if damage else _("yes"),
            ),
            (_("rolled back"), _("yes") if state["is_rolled_back"] else _("no")),
            (_("changed inputs"), said(joined("; ", state["changed_inputs"])) or _("none")),
            (_("building now"), said(state["building"]) if state["building"] else _("no")),
            (_("last attempt"), said(ended(last)) if last else None),
            *(
                (_("output"), _("{name}, of build {build}").format(name=name, build=build_id or _("unknown")))
                for name, build_id in state["outputs"].items()
            ),
            (_("kept builds"), ", ".join(state["kept_builds"]) or _("none")),
            *((_("warning"), said(warning)) for warning in state["warnings"]),
        ]
        print_rows(["what", "is"], rows, drop=())
    if not state["warehouse"]:
        raise click.exceptions.Exit(2)


@command()
@click.option(
    "--most", type=click.IntRange(min=1), default=20, show_default=True, help="Show at most this many, the latest."
)
@format_option
def history(most: int, output_format: Form) -> None:
    """List the attempts to build the warehouse, the latest first."""
    from minsheng.warehouse import attempts, lock
    from minsheng.warehouse import history as past

    with open_warehouse() as connection:
        rows = past.attempts_in(connection)
    known = {row[0] for row in rows}
    for attempt in attempts.journal():
        if attempt["build_id"] not in known:
            ended = attempt["status"] if attempt["status"] != "running" or lock.is_held() else "interrupted"
            seconds = round(sum((attempt.get("phase_seconds") or {}).values()), 1)
            message = (attempt.get("message") or "")[:60]
            rows.append((attempt["build_id"], attempt["started_at"], ended, seconds, None, None, None, message))
    header = ["build", "started_at", "status", "seconds", "values", "critical", "changes", "message"]
    latest = sorted(rows, reverse=True)[:most]
    if output_format is Form.table:
        latest = [(*row[:2], said(STATUSES.get(row[2], row[2])), *row[3:]) for row in latest]
    print_rows(header, latest, output_format)


@command()
@click.argument("earlier", help="A build, as `minsheng history` lists them.")
@click.argument("later", help="A later build.")
@click.option("--most", type=click.IntRange(min=1), default=100, show_default=True, help="Show at most this many rows.")
@format_option
def diff(earlier: str, later: str, most: int, output_format: Form) -> None:
    """Show what differs between two kept builds: values and targets, by key, old and new.

    What each build changed against the one before is in meta_change, also when the builds are gone.
    """
    import duckdb

    from minsheng.sql import quoted
    from minsheng.warehouse import changes, layout
    from minsheng.warehouse import history as past

    with duckdb.connect() as connection:
        for build_id, catalog in ((earlier, "earlier"), (later, "later")):
            path = layout.warehouse(build_id)
            if not path.is_file() or build_id not in layout.kept():
                hint = _("kept builds are {builds}").format(builds=", ".join(layout.kept()) or _("none"))
                fail(_("build {build} is not kept").format(build=build_id), hint=hint)
            try:
                connection.execute(f"attach {quoted(path)} as {catalog} (read_only)")
                connection.execute(f"select 1 from {past.relation(connection, 'meta_build', catalog)} limit 1")
            except duckdb.Error:
                message = _("build {build} has not come as far as its history").format(build=build_id)
                fail(message, hint=_("`minsheng history` shows how it ended"))
        queries = [f"({changes.query(connection, subject, 'earlier', 'later')})" for subject in changes.SUBJECTS]
        rows = connection.execute(
            f"select *, count(*) over () from ({' union all '.join(queries)})"
            f" order by subject desc, change, key, column_name limit {most}"
        ).fetchall()
    header = ["subject", "key", "change", "column", "old", "new"]
    if rows or output_format is not Form.table:
        print_rows(header, [row[:-1] for row in rows], output_format, drop=("subject",))
    notify(ngettext("{count} difference", "{count} differences", rows[0][-1] if rows else 0))


@command()
@click.argument("build_id", required=False, help="A kept build; without it, the one before.")
def rollback(build_id: str | None) -> None:
    """Publish a kept build again. Its successor's inputs are withheld until they change, or until --force.

    Exit codes: **0** done, **2** no such build, **3** another process is building, **4** something else went wrong.
    """
    from minsheng.warehouse.lock import Locked
    from minsheng.warehouse.releases import Unfinished
    from minsheng.warehouse.rollback import NoSuchBuild, roll_back

    try:
        before, now = roll_back(build_id)
    except (NoSuchBuild, Locked) as error:
        fail(str(error), error.exit_code)
    except Unfinished as error:
        fail(str(error), 4)
    except OSError as error:
        fail(joined("; ", [error, AS_IT_WAS]), 4)
    message = _("published build {build} again, in the place of {before}")
    echo(message.format(build=now, before=before))
