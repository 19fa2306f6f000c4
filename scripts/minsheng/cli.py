"""The `minsheng` command. Heavy packages are imported by the commands that need them."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from minsheng import completion
from minsheng.compare import plain

if TYPE_CHECKING:
    import duckdb

    from minsheng.build import Result

app = typer.Typer(
    help="A warehouse of the targets in Chinese local public-service plans.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
out = Console()
err = Console(stderr=True)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        out.print(f"minsheng {version('minsheng')}", highlight=False)
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of every command."""


class Format(StrEnum):
    """Output format of a query."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


Force = Annotated[bool, typer.Option("--force", help="Build also when nothing has changed.")]
Wait = Annotated[float, typer.Option("--wait", help="Seconds to wait for another process that builds.", min=0)]
Keep = Annotated[int, typer.Option("--keep", help="How many builds stay in data/builds besides this one.", min=0)]
NoExports = Annotated[bool, typer.Option("--no-exports", help="Leave data/exports as it is.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as one line of JSON.")]


@app.command()
def build(
    force: Force = False, wait: Wait = 0, keep: Keep = 5, no_exports: NoExports = False, as_json: AsJson = False
) -> None:
    """Check the inputs, build all models, pass the gate, publish the warehouse and its exports; sum up.

    The new warehouse takes the place of `data/minsheng.duckdb` in one step, and only when every test has passed; set
    MINSHENG_DATABASE to publish elsewhere. When nothing has changed since the last build, nothing is done.

    Exit codes: **0** published or unchanged, **1** a model, test or expectation failed, **2** bad input, **3** another
    process is building, **4** something else went wrong. In all but the first the published warehouse is as it was.
    """
    _refresh(force, wait, keep, no_exports, as_json, is_quiet=False)


@app.command()
def refresh(
    force: Force = False, wait: Wait = 0, keep: Keep = 5, no_exports: NoExports = False, as_json: AsJson = False
) -> None:
    """The same as build, for a scheduler: one line when it is not in a terminal.

    Exit codes: **0** published or unchanged, **1** a model, test or expectation failed, **2** bad input, **3** another
    process is building, **4** something else went wrong. In all but the first the published warehouse is as it was.
    """
    _refresh(force, wait, keep, no_exports, as_json, is_quiet=not out.is_terminal)


def _refresh(force: bool, wait: float, keep: int, no_exports: bool, as_json: bool, is_quiet: bool) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    from minsheng.build import BadInput, BuildError, BuildFailed, Options
    from minsheng.build import refresh as run
    from minsheng.shelf import Locked

    columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    try:
        with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
            task = bar.add_task("starting", total=None)
            result = run(
                Options(force, wait, keep, not no_exports),
                lambda step, done, total: bar.update(task, description=step, completed=done, total=total or None),
            )
    except (BuildError, Locked) as error:
        match error:
            case BadInput():
                lines = [*map(str, error.faults)]
                closing = f"{_count(len(error.faults), 'fault')} in the input files; nothing was built."
            case BuildFailed():
                lines = error.messages
                closing = f"The published warehouse is as it was. The failed build: {error.kept}"
            case Locked():
                lines, closing = [], f"minsheng: {error}"
            case _:
                lines, closing = [], f"minsheng: {error}. The published warehouse is as it was."
        if as_json:
            status = getattr(error, "status", "locked")
            _print_json({"status": status, "exit_code": error.exit_code, "messages": lines, "message": closing})
        else:
            _print_red(lines)
            err.print(closing, markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(error.exit_code) from None
    if as_json:
        keys = ("status", "build_id", "message", "reasons", "rows", "changes")
        seconds = {name: round(spent, 3) for name, spent in result.seconds.items()}
        _print_json({key: getattr(result, key) for key in keys} | {"seconds": seconds})
    elif result.status == "unchanged" or is_quiet:
        out.print(result.message, highlight=False, soft_wrap=True)
    else:
        _print_summary(result)


@app.command()
def status(as_json: AsJson = False) -> None:
    """Say what is published, since when, whether the inputs have changed, and how the last attempt ended.

    Exit codes: **0** a warehouse is published, **2** none is.
    """
    from minsheng import fingerprint, history, project, shelf

    path = project.warehouse()
    said = shelf.published()
    known = history.inputs_of(path) if path.exists() else None
    changed = fingerprint.changes(known[1], fingerprint.digests()) if known else []
    state = {
        "warehouse": str(path),
        "build_id": history.build_of(path) if path.exists() else None,
        "published_at": said["published_at"] if said else None,
        "held": bool(said and said["held"]),
        "changed_inputs": changed,
        "building": shelf.owner() if shelf.is_locked() else None,
        "last_attempt": shelf.last_outcome(),
        "kept_builds": shelf.kept(),
    }
    if as_json:
        _print_json(state)
    else:
        last = state["last_attempt"]
        rows = [
            ("warehouse", state["warehouse"] if path.exists() else f"none at {path} yet; run `minsheng build`"),
            ("build", state["build_id"]),
            ("published at", state["published_at"]),
            ("held by a rollback", "yes" if state["held"] else "no"),
            ("changed inputs", "; ".join(changed) or "none"),
            ("building now", state["building"] or "no"),
            ("last attempt", f"{last['at']}, {last['status']}: {last['message']}" if last else None),
            ("kept builds", ", ".join(shelf.kept()) or "none"),
        ]
        out.print(_table(["", ""], rows))
    if not path.exists():
        raise typer.Exit(2)


@app.command()
def history(most: Annotated[int, typer.Option(help="Show at most this many, the latest.")] = 20) -> None:
    """List the attempts to build the warehouse, the latest first."""
    from minsheng import shelf

    with _warehouse() as connection:
        rows = connection.execute(
            "select build_id, strftime(started_at, '%Y-%m-%dT%H:%M:%SZ'), status,"
            " round(list_sum(map_values(phase_seconds)), 1), row_counts['fct_plan_value'], findings['critical'],"
            " (select count(*) from meta_change as c where c.build_id = b.build_id), left(message, 60)"
            " from meta_build as b"
        ).fetchall()
    known = {row[0] for row in rows}
    for attempt in shelf.attempts():
        if attempt["build_id"] not in known:
            ended = attempt["status"] if attempt["status"] != "running" or shelf.is_locked() else "interrupted"
            seconds = round(sum((attempt.get("phase_seconds") or {}).values()), 1)
            message = (attempt.get("message") or "")[:60]
            rows.append((attempt["build_id"], attempt["started_at"], ended, seconds, None, None, None, message))
    header = ["build", "started (UTC)", "status", "seconds", "values", "critical", "changes", "message"]
    out.print(_table(header, sorted(rows, reverse=True)[:most]))


@app.command()
def diff(
    earlier: Annotated[str, typer.Argument(help="A build, as `minsheng history` lists them.")],
    later: Annotated[str, typer.Argument(help="A later build.")],
    most: Annotated[int, typer.Option(help="Show at most this many rows.")] = 100,
) -> None:
    """Show what differs between two kept builds: values and targets, by key, old and new.

    What each build changed against the one before stands in meta_change, also when the builds are gone.
    """
    import duckdb

    from minsheng import history as past
    from minsheng import project, shelf

    paths = [shelf.builds() / build_id / project.warehouse().name for build_id in (earlier, later)]
    with duckdb.connect() as connection:
        for path, alias in zip(paths, ("earlier", "later"), strict=True):
            if not past.attach(connection, path, alias):
                _fail(f"build {path.parent.name} is not kept; kept are {', '.join(shelf.kept()) or 'none'}")
        queries = [f"({past.changes_of(connection, subject, 'earlier', 'later')})" for subject in past.SUBJECTS]
        rows = connection.execute(
            f"select *, count(*) over () from ({' union all '.join(queries)})"
            f" order by subject desc, change, key, column_name limit {most}"
        ).fetchall()
    if rows:
        out.print(_table(["subject", "key", "change", "column", "old", "new"], [row[:-1] for row in rows]))
    out.print(_count(rows[0][-1] if rows else 0, "difference"))


@app.command()
def rollback(
    build_id: Annotated[str | None, typer.Argument(help="A kept build; without it, the one before.")] = None,
) -> None:
    """Publish a kept build again. Its successor's inputs are held back until they change, or until --force.

    Exit codes: **0** done, **2** no such build, **3** another process is building.
    """
    from minsheng.rollback import NoSuchBuild, roll_back
    from minsheng.shelf import Locked

    try:
        before, now = roll_back(build_id)
    except (NoSuchBuild, Locked) as error:
        _fail(str(error), error.exit_code)
    out.print(f"published build {now} again, in the place of {before}", highlight=False)


@app.command()
def check() -> None:
    """Pass the published warehouse through the gate again, and list the consistency rules.

    Exit codes: **0** no critical finding, **1** a critical expectation failed, **2** no warehouse.
    """
    from minsheng import gate, project

    with _warehouse() as connection:
        runs = connection.execute(
            "select check_id, severity, title, subject_count, explained_count, fail_count, not_applicable_count"
            " from fct_check_run order by position(severity[1] in 'cwi'), check_id"
        ).fetchall()
    with gate.Gate() as running, err.status("passing the gate"):
        outcomes = running.check(project.warehouse())
    out.print(_table(["rule", "severity", "as it should be", "subjects", "explained", "new", "set aside"], runs))
    for outcome in outcomes:
        if not outcome.success:
            line = f"{outcome.severity}: {outcome.suite}: {outcome.expectation}: {outcome.observed}"
            err.print(line, style="red" if outcome.severity == "critical" else "yellow", markup=False, soft_wrap=True)
            for row in outcome.offending:
                err.print(f"  {row.get('explanation', row)}", markup=False, soft_wrap=True)
    met = sum(outcome.success for outcome in outcomes)
    out.print(f"{met} of {_count(len(outcomes), 'expectation')} met")
    if gate.failed(outcomes):
        raise typer.Exit(1)


@app.command()
def report(
    output: Annotated[Path, typer.Option("--output", "-o", help="File to write.")] = Path("consistency.html"),
) -> None:
    """Write the consistency report: one HTML page that needs nothing else, for reading on screen and on paper."""
    from minsheng.report import render

    with _warehouse() as connection:
        page = render(connection)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(page, "utf-8")
    out.print(f"wrote {output} ({len(page.encode()):,} bytes)", soft_wrap=True)


@app.command()
def query(
    sql: Annotated[
        str | None,
        typer.Argument(help="SQL to run, in DuckDB's dialect; - reads it from standard input; without it, a session."),
    ] = None,
    output_format: Annotated[Format, typer.Option("--format", "-f", help="How to print the rows.")] = Format.table,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead.")] = None,
) -> None:
    """Run SQL against the published warehouse, read-only.

    In a terminal, long results open in a pager ($PAGER, else less -S).

    Examples:
        minsheng query "select count(*) from fct_plan_value"

        minsheng query "from fct_target where label like '%护理员%'" --format csv

        minsheng query "from dim_indicator" --format parquet --output indicators.parquet

        minsheng query "select column_name, data_type, comment from duckdb_columns() where table_name = 'fct_target'"
    """
    import duckdb

    from minsheng import shell
    from minsheng.names import explain

    with _warehouse() as connection:
        if sql is None:
            if output or output_format is not Format.table or not shell.is_interactive():
                _fail("what to run? Give SQL, or - to read it from standard input")
            shell.run(connection, lambda relation: _write(relation, Format.table, None), _complain)
            return
        try:
            relation = connection.sql(sys.stdin.read() if sql == "-" else sql)
            if relation is None:
                _fail("that statement returns no rows; `minsheng query` reads only")
            _write(relation, output_format, output)
        except duckdb.Error as error:
            _fail(explain(error, connection))


@app.command()
def describe(
    table: Annotated[
        str | None,
        typer.Argument(help="A table of the warehouse; without it, all marts.", autocompletion=completion.tables),
    ] = None,
) -> None:
    """Say what a table and its columns hold.

    Examples:
        minsheng describe

        minsheng describe fct_plan_value
    """
    from minsheng.names import MARTS, unknown

    with _warehouse() as connection:
        if table is None:
            marts = connection.sql(MARTS)
            out.print(_table(marts.columns, marts.fetchall()))
            return
        columns = connection.execute(
            "select column_name as column, lower(data_type) as type, comment as holds"
            " from duckdb_columns() where table_name = ? order by column_index",
            [table],
        ).fetchall()
        if not columns:
            _fail(unknown(table, connection))
        out.print(_table(["column", "type", "holds"], columns))


@app.command()
def compare(
    words: Annotated[
        list[str],
        typer.Argument(
            help="Chinese or English words, or parts of them, or an indicator code.",
            autocompletion=completion.indicators,
        ),
    ],
    most: Annotated[int, typer.Option(help="Show at most this many indicators in full.")] = 3,
) -> None:
    """Put side by side what the plans promise and record of an indicator.

    Exact and close values are comparable; broad and narrow ones are shown beside with their grade and the reason.

    Examples:
        minsheng compare 护理员

        minsheng compare nursing bed

        minsheng compare cult_sports_area_per_person
    """
    from rich.markup import escape

    from minsheng import compare as side_by_side

    with _warehouse() as connection:
        found = side_by_side.find(connection, " ".join(words))
        if not found:
            _fail(f"no indicator has {' '.join(words)!r}; try fewer or other words, or `minsheng indicators --all`")
        for indicator in found[:most]:
            out.print(f"\n[bold]{escape(indicator.name_zh)}[/bold]  {escape(indicator.name_en)}")
            out.print(f"{indicator.indicator_code}, in {escape(indicator.unit)}, {indicator.direction}")
            out.print(escape(indicator.definition), style="dim")
            points = side_by_side.points(connection, indicator.indicator_code)
            header = ["place", "year", "role", "plan", "printed", "value", "grade", "remark"]
            rows = [
                (p.region, p.year, p.value_role, p.plan_id, p.printed, p.value, p.match_grade, p.remark) for p in points
            ]
            out.print(_table(header, rows))
            for region in dict.fromkeys(point.region for point in points):
                if lines := side_by_side.chart([point for point in points if point.region == region]):
                    out.print(f"\n{region}  [dim]● recorded  ○ promised[/dim]")
                    for line in lines:
                        out.print(line, highlight=False, markup=False, no_wrap=True)
        if rest := found[most:]:
            out.print(f"\n{_count(len(rest), 'more indicator')}: name one by its code, or use more words")
            codes = [(i.indicator_code, i.name_zh, i.name_en, i.plan_count) for i in rest[:20]]
            out.print(_table(["code", "name_zh", "name_en", "plans"], codes))


Domain = Annotated[
    str | None, typer.Option(help="Only this domain, such as health.", autocompletion=completion.domains)
]


@app.command()
def progress(
    region: Annotated[
        str | None,
        typer.Option(help="Only this place, by GB/T 2260 code, such as 330300.", autocompletion=completion.regions),
    ] = None,
    domain: Domain = None,
    plan: Annotated[
        str | None, typer.Option(help="Only this plan, such as wenzhou-2021.", autocompletion=completion.plans)
    ] = None,
) -> None:
    """Show which targets were met, which are on the way, and of which nobody can say.

    Project amounts are left out. The method stands in docs/progress.md; mart_target_progress holds the inputs.

    Examples:
        minsheng progress --plan wenzhou-2021

        minsheng progress --region 330300 --domain elderly_care
    """
    where = (
        "reason != 'project_amount' and (? is null or p.region_code = ?) and (? is null or p.domain_code = ?)"
        " and (? is null or p.plan_id = ?)"
    )
    parameters = [region, region, domain, domain, plan, plan]
    with _warehouse() as connection:
        counts = connection.execute(
            f"select verdict, reason, count(*) from mart_target_progress as p where {where}"
            " group by verdict, reason order by verdict = 'not_assessable', count(*) desc, verdict, reason",
            parameters,
        ).fetchall()
        judged = connection.execute(
            "select p.plan_id, i.name_zh, p.period_end_year, f.value_text || ' ' || f.unit_text,"
            " p.base_year || ': ' || round(p.base_value_base / u.to_base_factor, 4)::double,"
            " p.outcome_year || ': ' || round(p.outcome_value_base / u.to_base_factor, 4)::double,"
            " p.growth_ratio, p.linear_pace, p.verdict || case when p.is_achieved_early then ' (early)' else '' end"
            " from mart_target_progress as p join dim_indicator as i using (indicator_code)"
            " join dim_unit as u on u.unit_code = i.unit_code"
            f" join fct_plan_value as f using (value_id) where {where} and verdict != 'not_assessable'"
            " order by p.plan_id, i.name_zh, f.char_start",
            parameters,
        ).fetchall()
    if not counts:
        _fail("no target fits; `minsheng query 'from dim_domain'` and 'from dim_region' list the codes")
    if judged:
        header = ["plan", "indicator", "year", "target", "base", "on record", "ratio", "pace", "verdict"]
        out.print(_table(header, judged))
        out.print()
    total = sum(count for *_, count in counts)
    rows = [
        (verdict, reason or "–", count, "█" * max(1, round(40 * count / total))) for verdict, reason, count in counts
    ]
    out.print(_table(["verdict", "reason", "targets", f"of {total:,}"], rows))


@app.command()
def indicators(
    every: Annotated[bool, typer.Option("--all", help="Also those with values in one plan only.")] = False,
    domain: Domain = None,
) -> None:
    """List the indicators that can be compared: exact or close values in two or more plans."""
    with _warehouse() as connection:
        rows = connection.execute(
            "select i.domain_code, i.indicator_code, i.name_zh, i.name_en, i.plan_count, i.region_count, i.direction"
            " from dim_indicator as i join dim_domain as d using (domain_code)"
            " where (? or i.is_comparable) and (? is null or i.domain_code = ?)"
            " order by d.sort_order, i.plan_count desc, i.indicator_code",
            [every, domain, domain],
        ).fetchall()
    if not rows:
        _fail(f"no indicator in the domain {domain!r}; `minsheng query 'from dim_domain'` lists domains")
    out.print(_table(["domain", "code", "name_zh", "name_en", "plans", "places", "direction"], rows))
    out.print(_count(len(rows), "indicator"))


Sources = Annotated[
    Path | None,
    typer.Option("--sources", help="Folder of the documents; else MINSHENG_SOURCES, else ../shared/sources."),
]
Plan = Annotated[str | None, typer.Option("--plan", help="Only this plan.", autocompletion=completion.plans)]


@app.command()
def verify(
    sources: Sources = None,
    plan: Plan = None,
    reanchor: Annotated[
        bool, typer.Option("--reanchor", help="Propose new offsets for documents that were scraped anew.")
    ] = False,
    apply: Annotated[bool, typer.Option("--apply", help="With --reanchor: write them into the CSV files.")] = False,
) -> None:
    """Verify the captured values against the documents.

    The file is the captured one; every value is the exact text at its offset; its unit is printed there; the grammar
    reads from it what the warehouse holds; every number of the document is captured or excluded with a reason.

    Exit codes: **0** all verified, **1** faults found, **2** no documents.
    """
    from minsheng.verify import verify as run

    folder = _sources(sources)
    if reanchor:
        _reanchor(folder, plan, apply)
        return
    results = run(folder, plan)
    if not results:
        _fail(f"there is no plan {plan} in seeds/reference/plans.csv")
    table = _table(
        ["plan", "values", "numbers", "captured", "excluded", "covered", "faults"],
        [
            (r.document.plan_id, r.values, r.runs, r.captured, r.excluded, f"{r.share_covered:.1%}", len(r.faults))
            for r in results
        ],
    )
    out.print(table)
    faults = [fault for result in results for fault in result.faults]
    _print_red(faults)
    if faults:
        raise typer.Exit(1)


def _reanchor(folder: Path, plan: str | None, apply: bool) -> None:
    from minsheng import documents
    from minsheng import reanchor as moving

    lost = 0
    for document in documents.load(folder):
        if plan not in (None, document.plan_id) or not document.path.exists():
            continue
        anchors = moving.reanchor(document)
        moved = [anchor for anchor in anchors if anchor.new not in (anchor.old, None)]
        missing = [anchor for anchor in anchors if anchor.new is None]
        lost += len(missing)
        out.print(f"{document.plan_id}: {len(moved):,} of {len(anchors):,} moved, {len(missing):,} not found")
        for anchor in missing:
            place = f"{anchor.file}:{anchor.line}: {anchor.text!r} of {anchor.label!r} was at {anchor.old}"
            err.print(place, style="red", markup=False, soft_wrap=True)
        for anchor in moved if not apply else ():
            line = f"{anchor.file}:{anchor.line}: {anchor.text!r} {anchor.old} -> {anchor.new}"
            out.print(line, markup=False, highlight=False, soft_wrap=True)
        if document.found_sha256 != document.sha256:
            characters = len(document.text)
            out.print(f"  plans.csv: source_sha256 {document.found_sha256}, source_characters {characters}")
        if apply:
            for path in moving.apply(anchors):
                out.print(f"  wrote {path}", soft_wrap=True)
    raise typer.Exit(1 if lost else 0)


@app.command()
def show(
    value_id: Annotated[
        str,
        typer.Argument(help="Identifier of a value, such as wenzhou-2018@8053.", autocompletion=completion.values),
    ],
    sources: Sources = None,
    width: Annotated[int, typer.Option(help="Characters of context on each side.")] = 120,
) -> None:
    """Show a value in its place in the document, and what the warehouse makes of it."""
    from rich.text import Text

    from minsheng import documents

    folder = _sources(sources)
    with _warehouse() as connection:
        found = connection.execute("from fct_plan_value where value_id = ?", [value_id])
        columns = [column for column, *_ in found.description]
        row = found.fetchone()
    if row is None:
        _fail(f"there is no value {value_id} in the warehouse")
    value = dict(zip(columns, row, strict=True))
    document = next(d for d in documents.load(folder) if d.plan_id == value["plan_id"])
    start, text = value["char_start"], value["value_text"]
    end = start + len(text)
    if document.text[start:end] != text:
        _fail(f"{document.path.name} has another text at {start}; run `minsheng verify`", 1)
    context = Text(_one_paragraph(document.text[max(0, start - width) : start]))
    context.append(text or "(empty cell)", style="bold reverse")
    context.append(_one_paragraph(document.text[end : end + width]))
    title = f"{document.path.name}, line {document.line(start)}, section {value['section']}"
    from rich.panel import Panel

    out.print(Panel(context, title=title, title_align="left"))
    out.print(_table(["column", "value"], [(k, v) for k, v in value.items() if v not in (None, "")]))


def _one_paragraph(text: str) -> str:
    """Put table cells that stand on lines of their own side by side."""
    return re.sub(r"\s*\n\s*", " ¶ ", text)


class ListFormat(StrEnum):
    """Output format of a list."""

    table = "table"
    csv = "csv"


@app.command()
def uncovered(
    sources: Sources = None,
    plan: Plan = None,
    output_format: Annotated[ListFormat, typer.Option("--format", "-f", help="How to print.")] = ListFormat.table,
) -> None:
    """List the numbers of the documents that are neither captured nor excluded, for people adding a plan.

    With `--format csv` the rows have the columns of seeds/reference/exclusions.csv, `reason` filled with a guess where
    the surroundings suggest one; a person decides.
    """
    import csv

    from minsheng import documents, ledger
    from minsheng.verify import values_of

    rows = []
    exclusions = ledger.exclusions()
    for document in documents.load(_sources(sources)):
        if plan not in (None, document.plan_id):
            continue
        values = values_of(document.plan_id).sort("char_start")
        for entry in ledger.account(document, values, exclusions):
            if not entry.values and not entry.excluded:
                run = entry.run
                section = ledger.section(document, run.start, values)
                reason = ledger.guess(document, run)
                around = document.around(run.start, run.end)
                rows.append((document.plan_id, run.start, run.text, section, reason, document.line(run.start), around))
    if output_format is ListFormat.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["plan_id", "char_start", "run_text", "section", "reason"])
        writer.writerows(row[:5] for row in rows)
        return
    if rows:
        header = ["plan", "offset", "number", "section", "a guess", "line", "surroundings"]
        out.print(_table(header, rows))
    out.print(f"{_count(len(rows), 'number')} uncovered")


@app.command()
def capture(
    draft: Annotated[Path, typer.Argument(help="Draft CSV with a column `context`, the value marked with ⟦ and ⟧.")],
    plan: Annotated[str, typer.Option("--plan", help="The plan, as in seeds/reference/plans.csv.")],
    sources: Sources = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write here instead of printing.")] = None,
) -> None:
    """Turn a draft of captured values into a plan file: find each value in the document, mint its identifier.

    The draft has the columns of the plan-value contract without value_id, plan_id and char_start, and `context`, a
    stretch of the document that occurs once: 占比⟦保持在86%以上⟧.
    """
    from minsheng import documents
    from minsheng.capture import locate

    document = next((d for d in documents.load(_sources(sources)) if d.plan_id == plan), None)
    if document is None:
        _fail(f"there is no plan {plan} in seeds/reference/plans.csv; add its row first")
    rows, faults = locate(draft, document)
    _print_red(faults)
    if faults:
        _fail(f"{_count(len(faults), 'fault')} in the draft; nothing was written")
    text = rows.write_csv()
    if output:
        output.write_text(text, "utf-8")
        err.print(f"{_count(rows.height, 'value')} written to {output}")
    else:
        sys.stdout.write(text)


@app.command()
def docs(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; else exports/docs.html beside the warehouse.")
    ] = None,
) -> None:
    """Write the documentation of the models, their columns and their lineage: one HTML page that needs nothing else."""
    from minsheng import project

    _warehouse().close()
    from minsheng.site_docs import DocsFailed, render

    try:
        with err.status("generating the documentation"):
            page = render()
    except DocsFailed as error:
        _fail(str(error), 1)
    output = output or project.warehouse().parent / "exports" / "docs.html"
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(page, "utf-8")
    out.print(f"wrote {output} ({len(page.encode()):,} bytes)", soft_wrap=True)


@app.command()
def export(
    xlsx: Annotated[
        bool, typer.Option("--xlsx", help="One Excel workbook, with Chinese headers and a codebook.")
    ] = False,
    sdmx: Annotated[
        bool, typer.Option("--sdmx", help="SDMX-CSV 2.0 of targets and records, with its structure.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File of the workbook, or folder of SDMX, to write instead.")
    ] = None,
) -> None:
    """Write the warehouse for those who do not query it, into `exports/` beside it.

    Examples:
        minsheng export --xlsx

        minsheng export --xlsx --output 民生.xlsx

        minsheng export --xlsx --sdmx
    """
    from minsheng import project

    if not (xlsx or sdmx):
        _fail("say what to write: --xlsx (exports/minsheng.xlsx), --sdmx (exports/sdmx/), or both")
    if xlsx and sdmx and output:
        _fail("--output names one thing; with --xlsx and --sdmx together, leave it out or run the command twice")
    exports = project.warehouse().parent / "exports"
    with _warehouse() as connection:
        try:
            if xlsx:
                from minsheng import workbook

                path = output or exports / "minsheng.xlsx"
                rows = workbook.write(connection, path)
                out.print(f"wrote {path} ({_count(sum(rows.values()), 'row')})", soft_wrap=True)
            if sdmx:
                from minsheng import sdmx as statistics

                folder = output or exports / "sdmx"
                count = statistics.write(connection, folder)
                out.print(f"wrote {folder} ({_count(count, 'observation')})", soft_wrap=True)
        except (OSError, ValueError) as error:
            _fail(str(error), 1)


@app.command()
def atlas(
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Folder to write; else exports/atlas beside the warehouse.", file_okay=False
        ),
    ] = None,
) -> None:
    """Write the atlas: a static site of charts and tables, in English and Chinese, to open from disk or any web server.

    Open its index.html. It asks for nothing outside itself; an atlas that stands in the folder is replaced.
    """
    from minsheng import atlas as writing
    from minsheng import project

    folder = output or project.warehouse().parent / "exports" / "atlas"
    try:
        with _warehouse() as connection:
            files = writing.write(connection, folder)
    except writing.NotAnAtlas as error:
        _fail(str(error))
    size = sum(file.stat().st_size for file in files)
    out.print(
        f"wrote {folder / 'index.html'} and {_count(len(files) - 1, 'file')} beside it ({size:,} bytes)", soft_wrap=True
    )


def _sources(named: Path | None) -> Path:
    from minsheng import documents

    try:
        return documents.folder(named)
    except FileNotFoundError as error:
        _fail(str(error))


def _warehouse() -> duckdb.DuckDBPyConnection:
    """Open the published warehouse read-only."""
    import duckdb

    from minsheng import project

    warehouse = project.warehouse()
    if not warehouse.exists():
        _fail(f"there is no warehouse at {warehouse} yet; run `minsheng build` first")
    return duckdb.connect(str(warehouse), read_only=True)


def _write(relation: duckdb.DuckDBPyRelation, output_format: Format, output: Path | None) -> None:
    match output_format:
        case Format.table if output is None:
            from minsheng.shell import show

            show(out, _table(relation.columns, relation.fetchall()))
        case Format.parquet:
            if output is None and sys.stdout.isatty():
                _fail("parquet is binary: add --output FILE, or redirect the output")
            _write_file(lambda path: relation.write_parquet(path, compression="zstd"), output)
        case Format.table | Format.csv:
            _write_file(relation.write_csv, output)
        case Format.json:
            text = relation.pl().write_json()
            if output:
                output.write_text(text, "utf-8")
            else:
                sys.stdout.write(text + "\n")


def _write_file(write: Callable[[str], object], output: Path | None) -> None:
    """Have a file written, or what it would hold printed: /dev/stdout would empty a file that output is appended to."""
    if output:
        write(str(output))
        return
    import shutil
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows"
        write(str(path))
        with path.open("rb") as rows:
            shutil.copyfileobj(rows, sys.stdout.buffer)
    sys.stdout.flush()


def _table(columns: list[str], rows: list[tuple[object, ...]]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for n, column in enumerate(columns):
        numeric = all(_is_number(row[n]) for row in rows if row[n] is not None)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    return table


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _cell(value: object) -> str:
    if value is None:
        return "[dim]–[/dim]"
    if isinstance(value, Decimal):
        return plain(value)
    from rich.markup import escape

    return escape(str(value))


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
    phases.add_row("[bold]all", f"[bold]{sum(result.seconds.values()):.1f}")
    grid = Table.grid(padding=(0, 6))
    grid.add_row(rows, phases)
    out.print(grid)
    if result.reasons:
        told = "; ".join(result.reasons[:8]) + (f"; {len(result.reasons) - 8} more" if len(result.reasons) > 8 else "")
        out.print(f"changed: {told}", markup=False, highlight=False, soft_wrap=True)
    for warning in result.warnings:
        out.print(f"warning: {warning}", style="yellow", markup=False)
    for outcome in result.outcomes:
        if not outcome.success:
            message = f"{outcome.severity}: {outcome.suite}: {outcome.expectation}: {outcome.observed}"
            out.print(message, style="yellow", markup=False)
    passed = sum(outcome.success for outcome in result.outcomes)
    out.print(f"{_count(result.tests, 'test')} and {_count(passed, 'expectation')} passed")
    if result.changes:
        out.print(f"{_count(result.changes, 'change')} of values and targets; see meta_change")
    out.print(f"published {result.warehouse} (build {result.build_id})", soft_wrap=True)


def _print_json(said: dict[str, object]) -> None:
    import json

    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")


def _print_red(lines: Iterable[object]) -> None:
    for line in lines:
        err.print(str(line), style="red", markup=False, soft_wrap=True)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _complain(message: str) -> None:
    err.print(f"minsheng: {message}", style="red", markup=False, soft_wrap=True)


def _fail(message: str, code: int = 2) -> NoReturn:
    _complain(message)
    raise typer.Exit(code)
