"""The `minsheng` command. Heavy packages are imported by the commands that need them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

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


class Format(StrEnum):
    """Output format of a query."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


@app.command()
def build() -> None:
    """Check the inputs, build all models, pass the gate, publish the warehouse.

    The new warehouse takes the place of `data/minsheng.duckdb` in one step, and only when every test has passed; set
    MINSHENG_DATABASE to publish elsewhere.

    Exit codes: **0** published, **1** a model, test or expectation failed, **2** bad input.
    In the last two cases the published warehouse is as it was.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    from minsheng.build import BadInput, BuildFailed
    from minsheng.build import build as run

    columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    try:
        with Progress(*columns, console=err, transient=True) as bar:
            task = bar.add_task("starting", total=None)
            result = run(
                lambda step, done, total: bar.update(task, description=step, completed=done, total=total or None)
            )
    except BadInput as error:
        _print_red(error.faults)
        err.print(f"{_count(len(error.faults), 'fault')} in the input files; nothing was built.")
        raise typer.Exit(error.exit_code) from None
    except BuildFailed as error:
        _print_red(error.messages)
        err.print(f"The published warehouse is as it was. The failed build: {error.kept}")
        raise typer.Exit(error.exit_code) from None
    _print_summary(result)


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
    sql: Annotated[str, typer.Argument(help="SQL to run, in DuckDB's dialect; - reads it from standard input.")],
    output_format: Annotated[Format, typer.Option("--format", "-f", help="How to print the rows.")] = Format.table,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead.")] = None,
) -> None:
    """Run SQL against the published warehouse, read-only.

    Examples:
        minsheng query "select count(*) from fct_plan_value"

        minsheng query "from fct_target where label like '%护理员%'" --format csv

        minsheng query "from dim_indicator" --format parquet --output indicators.parquet

        minsheng query "select column_name, data_type, comment from duckdb_columns() where table_name = 'fct_target'"
    """
    import duckdb

    try:
        with _warehouse() as connection:
            relation = connection.sql(sys.stdin.read() if sql == "-" else sql)
            if relation is None:
                _fail("that statement returns no rows; `minsheng query` reads only")
            _write(relation, output_format, output)
    except duckdb.Error as error:
        _fail(str(error).strip())


@app.command()
def describe(
    table: Annotated[str | None, typer.Argument(help="A table of the warehouse; without it, all marts.")] = None,
) -> None:
    """Say what a table and its columns hold.

    Examples:
        minsheng describe

        minsheng describe fct_plan_value
    """
    with _warehouse() as connection:
        if table is None:
            marts = connection.sql(
                "select table_name as mart, estimated_size as rows, comment as holds from duckdb_tables()"
                " where regexp_matches(table_name, '^(dim|fct|bridge|mart|meta)_') order by table_name"
            )
            out.print(_table(marts.columns, marts.fetchall()))
            return
        columns = connection.execute(
            "select column_name as column, lower(data_type) as type, comment as holds"
            " from duckdb_columns() where table_name = ? order by column_index",
            [table],
        ).fetchall()
        if not columns:
            _fail(f"there is no table {table}; `minsheng describe` lists them")
        out.print(_table(["column", "type", "holds"], columns))


@app.command()
def compare(
    words: Annotated[
        list[str], typer.Argument(help="Chinese or English words, or parts of them, or an indicator code.")
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


@app.command()
def progress(
    region: Annotated[str | None, typer.Option(help="Only this place, by GB/T 2260 code, such as 330300.")] = None,
    domain: Annotated[str | None, typer.Option(help="Only this domain, such as health.")] = None,
    plan: Annotated[str | None, typer.Option(help="Only this plan, such as wenzhou-2021.")] = None,
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
    domain: Annotated[str | None, typer.Option(help="Only this domain, such as health.")] = None,
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
Plan = Annotated[str | None, typer.Option("--plan", help="Only this plan.")]


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
    value_id: Annotated[str, typer.Argument(help="Identifier of a value, such as wenzhou-2018@8053.")],
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
            out.print(_table(relation.columns, relation.fetchall()))
        case Format.parquet:
            if output is None and sys.stdout.isatty():
                _fail("parquet is binary: add --output FILE, or redirect the output")
            relation.write_parquet(str(output or "/dev/stdout"), compression="zstd")
        case Format.table | Format.csv:
            relation.write_csv(str(output or "/dev/stdout"))
        case Format.json:
            text = relation.pl().write_json()
            if output:
                output.write_text(text, "utf-8")
            else:
                sys.stdout.write(text + "\n")


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
    for warning in result.warnings:
        out.print(f"warning: {warning}", style="yellow", markup=False)
    for outcome in result.outcomes:
        if not outcome.success:
            message = f"{outcome.severity}: {outcome.suite}: {outcome.expectation}: {outcome.observed}"
            out.print(message, style="yellow", markup=False)
    passed = sum(outcome.success for outcome in result.outcomes)
    out.print(f"{_count(result.tests, 'test')} and {_count(passed, 'expectation')} passed")
    out.print(f"published {result.warehouse} (build {result.build_id})", soft_wrap=True)


def _print_red(lines: Iterable[object]) -> None:
    for line in lines:
        err.print(str(line), style="red", markup=False, soft_wrap=True)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _fail(message: str, code: int = 2) -> NoReturn:
    err.print(f"minsheng: {message}", style="red", markup=False, soft_wrap=True)
    raise typer.Exit(code)
