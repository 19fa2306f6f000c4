"""Commands that build, publish and look after the warehouse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from minsheng.cli.console import counted, err, fail, open_warehouse, out, print_json, print_red
from minsheng.cli.tables import Form, FormOption, print_rows
from minsheng.warehouse.result import BuildError, Options

if TYPE_CHECKING:
    from pathlib import Path

    from minsheng.warehouse.derived import Output
    from minsheng.warehouse.lock import Locked
    from minsheng.warehouse.result import Result

app = typer.Typer()

Force = Annotated[
    bool, typer.Option("--force", help="Build also when nothing has changed, or when the same inputs have failed.")
]
Wait = Annotated[float, typer.Option("--wait", help="Seconds to wait for another process that builds.", min=0)]
Keep = Annotated[int, typer.Option("--keep", help="How many builds stay in data/builds besides this one.", min=0)]
NoExports = Annotated[bool, typer.Option("--no-exports", help="Leave data/exports as it is.")]
With = Annotated[
    str,
    typer.Option(
        "--with",
        metavar="OUTPUT,…",
        help="Renew these behind the publication: atlas, xlsx, sdmx, docs, report, or all.",
    ),
]
AcceptLoss = Annotated[
    bool,
    typer.Option(
        "--accept-loss",
        help="Publish also when rows are missing that were published before, or are counted otherwise.",
    ),
]
Full = Annotated[
    bool,
    typer.Option("--full", help="Build from scratch, changed or not, and compare with what the last build had kept."),
]
FullEvery = Annotated[
    int, typer.Option("--full-every", help="Build from scratch every so many builds; 1: each time.", min=1)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as one line of JSON.")]


@app.command()
def build(
    force: Force = False,
    wait: Wait = 0,
    keep: Keep = 5,
    no_exports: NoExports = False,
    outputs: With = "",
    accept_loss: AcceptLoss = False,
    full: Full = False,
    full_every: FullEvery = 20,
    as_json: AsJson = False,
) -> None:
    """Check the inputs, build all models, run the gate, publish the warehouse and its exports; sum up.

    The new warehouse takes the place of `data/minsheng.duckdb` in one step, and only when every test has passed; set
    MINSHENG_DATABASE to publish elsewhere. When nothing has changed since the last build, nothing is done.

    Exit codes: **0** published or unchanged, **1** a model, test or expectation failed, **2** bad input, **3** another
    process is building, **4** something else went wrong. The last line says whether the new build is published.
    """
    options = Options(force, wait, keep, not no_exports, _named(outputs), accept_loss, full=full, full_every=full_every)
    _refresh(options, as_json, is_quiet=False)


@app.command()
def refresh(
    force: Force = False,
    wait: Wait = 0,
    keep: Keep = 5,
    no_exports: NoExports = False,
    outputs: With = "",
    accept_loss: AcceptLoss = False,
    full: Full = False,
    full_every: FullEvery = 20,
    as_json: AsJson = False,
) -> None:
    """The same as build, for a scheduler: one line when it is not in a terminal, and one for each warning.

    Exit codes: **0** published or unchanged, **1** a model, test or expectation failed, **2** bad input, **3** another
    process is building, **4** something else went wrong. The last line says whether the new build is published.
    """
    options = Options(force, wait, keep, not no_exports, _named(outputs), accept_loss, full=full, full_every=full_every)
    _refresh(options, as_json, is_quiet=not out.is_terminal)


@app.command()
def publish(
    file: Annotated[Path, typer.Argument(help="A warehouse that plain dbt has built, such as data/dev.duckdb.")],
    force: Force = False,
    wait: Wait = 0,
    keep: Keep = 5,
    no_exports: NoExports = False,
    outputs: With = "",
    accept_loss: AcceptLoss = False,
    as_json: AsJson = False,
) -> None:
    """Check the inputs, pass a warehouse that another scheduler has built with dbt through the gate, and publish it.

    The file stays as it is. It is refused unless it says itself that every model and data test has ended well in it, of
    today's code and of the rows that the input check accepts today: `minsheng check-inputs`, then `dbt build`.

    Exit codes: **0** published or unchanged, **1** refused, or an expectation failed, **2** bad input, **3** another
    process is building, **4** something else went wrong. The last line says whether the file is published.
    """
    options = Options(force, wait, keep, not no_exports, _named(outputs), accept_loss, file.absolute())
    _refresh(options, as_json, is_quiet=not out.is_terminal)


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
        with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
            task = bar.add_task("starting", total=None)
            result = run(
                options,
                lambda step, done, total: bar.update(task, description=step, completed=done, total=total or None),
            )
    except Locked as error:
        _print_failure(error, (), (), f"minsheng: {error}", as_json)
        raise typer.Exit(error.exit_code) from None
    except BuildError as error:
        _print_failure(error, error.lines, error.warnings, error.closing, as_json)
        raise typer.Exit(error.exit_code) from None
    if as_json:
        keys = ("status", "build_id", "message", "reasons", "rows", "changes", "warnings")
        seconds = {name: round(spent, 3) for name, spent in result.seconds.items()}
        print_json({key: getattr(result, key) for key in keys} | {"seconds": seconds})
        return
    if result.status == "published" and not is_quiet:
        _print_summary(result)
    else:
        out.print(result.message, highlight=False, soft_wrap=True)
    _print_warnings(result.warnings)


def _print_failure(
    error: BuildError | Locked, lines: Sequence[str], warnings: Sequence[str], closing: str, as_json: bool
) -> None:
    if as_json:
        answer = {"status": error.status, "exit_code": error.exit_code, "messages": list(lines), "message": closing}
        print_json(answer | {"warnings": list(warnings)})
    else:
        _print_warnings(warnings)
        print_red(lines)
        err.print(closing, markup=False, highlight=False, soft_wrap=True)


def _print_warnings(warnings: Sequence[str]) -> None:
    for warning in warnings:
        err.print(f"warning: {warning}", style="yellow", markup=False, highlight=False, soft_wrap=True)


def _print_summary(result: Result) -> None:
    rows = Table(box=None, header_style="bold", pad_edge=False)
    rows.add_column("mart")
    rows.add_column("rows", justify="right")
    for name, count in result.rows.items():
        rows.add_row(name, f"{count:,}")
    phases = Table(box=None, header_style="bold", pad_edge=False)
    phases.add_column("phase")
    phases.add_column("seconds", justify="right")
    for name, seconds in result.seconds.items():
        phases.add_row(name, f"{seconds:.1f}")
    phases.add_row(Text("all", "bold"), Text(f"{sum(result.seconds.values()):.1f}", "bold"))
    grid = Table.grid(padding=(0, 6))
    grid.add_row(rows, phases)
    out.print(grid)
    if result.reasons:
        more = f"; {len(result.reasons) - 8} more" if len(result.reasons) > 8 else ""
        out.print(f"changed: {'; '.join(result.reasons[:8])}{more}", markup=False, highlight=False, soft_wrap=True)
    passed = sum(outcome.success for outcome in result.outcomes)
    out.print(f"{counted(result.tests, 'test')} and {counted(passed, 'expectation')} passed")
    if result.changes:
        out.print(f"{counted(result.changes, 'change')} of values and targets; see meta_change")
    out.print(f"published {result.warehouse} (build {result.build_id})", soft_wrap=True)


@app.command()
def status(as_json: AsJson = False) -> None:
    """Say what is published and whether it is whole, whether the inputs have changed, and how the last attempt ended.

    Exit codes: **0** a warehouse is published, **2** none is.
    """
    from minsheng import paths
    from minsheng.warehouse.status import status as read

    state = read()
    if as_json:
        print_json(state)
    else:
        damage = "; ".join(f"{how}: {name}" for name, how in state["damage"].items())
        last = state["last_attempt"]
        rows: list[tuple[object, ...]] = [
            ("warehouse", state["warehouse"] or f"none at {paths.warehouse()} yet; run `minsheng build`"),
            ("build", state["build_id"]),
            ("published at", state["published_at"]),
            ("as it was published", f"no; {damage}; `minsheng refresh` mends it" if damage else "yes"),
            ("rolled back", "yes" if state["is_rolled_back"] else "no"),
            ("changed inputs", "; ".join(state["changed_inputs"]) or "none"),
            ("building now", state["building"] or "no"),
            ("last attempt", f"{last['at']}, {last['status']}: {last['message']}" if last else None),
            *(("output", f"{name}, of build {build_id or 'unknown'}") for name, build_id in state["outputs"].items()),
            ("kept builds", ", ".join(state["kept_builds"]) or "none"),
            *(("warning", warning) for warning in state["warnings"]),
        ]
        print_rows(["what", "is"], rows, drop=())
    if not state["warehouse"]:
        raise typer.Exit(2)


@app.command()
def history(
    most: Annotated[int, typer.Option(min=1, help="Show at most this many, the latest.")] = 20,
    output_format: FormOption = Form.table,
) -> None:
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
    print_rows(header, sorted(rows, reverse=True)[:most], output_format)


@app.command()
def diff(
    earlier: Annotated[str, typer.Argument(help="A build, as `minsheng history` lists them.")],
    later: Annotated[str, typer.Argument(help="A later build.")],
    most: Annotated[int, typer.Option(min=1, help="Show at most this many rows.")] = 100,
    output_format: FormOption = Form.table,
) -> None:
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
                fail(f"build {build_id} is not kept", hint=f"kept builds are {', '.join(layout.kept()) or 'none'}")
            try:
                connection.execute(f"attach {quoted(path)} as {catalog} (read_only)")
                connection.execute(f"select 1 from {past.relation(connection, 'meta_build', catalog)} limit 1")
            except duckdb.Error:
                hint = "`minsheng history` shows how it ended"
                fail(f"build {build_id} has not come as far as its history", hint=hint)
        queries = [f"({changes.query(connection, subject, 'earlier', 'later')})" for subject in changes.SUBJECTS]
        rows = connection.execute(
            f"select *, count(*) over () from ({' union all '.join(queries)})"
            f" order by subject desc, change, key, column_name limit {most}"
        ).fetchall()
    header = ["subject", "key", "change", "column", "old", "new"]
    if rows or output_format is not Form.table:
        print_rows(header, [row[:-1] for row in rows], output_format, drop=("subject",))
    err.print(counted(rows[0][-1] if rows else 0, "difference"))


@app.command()
def rollback(
    build_id: Annotated[str | None, typer.Argument(help="A kept build; without it, the one before.")] = None,
) -> None:
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
        fail(f"{error}; the published warehouse is as it was", 4)
    out.print(f"published build {now} again, in the place of {before}", highlight=False)
