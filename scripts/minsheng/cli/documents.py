"""Commands that hold the values against the documents."""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from minsheng import completion
from minsheng.cli.console import as_table, counted, err, fail, open_warehouse, out, print_red

Sources = Annotated[
    Path | None,
    typer.Option("--sources", help="Folder of the documents; else MINSHENG_SOURCES, else ../shared/sources."),
]

Plan = Annotated[str | None, typer.Option("--plan", help="Only this plan.", autocompletion=completion.plans)]


def _sources(named: Path | None) -> Path:
    from minsheng import documents

    try:
        return documents.folder(named)
    except FileNotFoundError as error:
        fail(str(error))


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
        fail(f"there is no plan {plan} in seeds/reference/plans.csv")
    table = as_table(
        ["plan", "values", "numbers", "captured", "excluded", "covered", "faults"],
        [
            (r.document.plan_id, r.values, r.runs, r.captured, r.excluded, f"{r.share_covered:.1%}", len(r.faults))
            for r in results
        ],
    )
    out.print(table)
    faults = [fault for result in results for fault in result.faults]
    print_red(faults)
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
    with open_warehouse() as connection:
        found = connection.execute("from fct_plan_value where value_id = ?", [value_id])
        columns = [column for column, *_ in found.description]
        row = found.fetchone()
    if row is None:
        fail(f"there is no value {value_id} in the warehouse")
    value = dict(zip(columns, row, strict=True))
    document = next(d for d in documents.load(folder) if d.plan_id == value["plan_id"])
    start, text = value["char_start"], value["value_text"]
    end = start + len(text)
    if document.text[start:end] != text:
        fail(f"{document.path.name} has another text at {start}; run `minsheng verify`", 1)
    context = Text(_one_paragraph(document.text[max(0, start - width) : start]))
    context.append(text or "(empty cell)", style="bold reverse")
    context.append(_one_paragraph(document.text[end : end + width]))
    title = f"{document.path.name}, line {document.line(start)}, section {value['section']}"
    from rich.panel import Panel

    out.print(Panel(context, title=title, title_align="left"))
    out.print(as_table(["column", "value"], [(k, v) for k, v in value.items() if v not in (None, "")]))


def _one_paragraph(text: str) -> str:
    """Put table cells that stand on lines of their own side by side."""
    return re.sub(r"\s*\n\s*", " ¶ ", text)


class ListFormat(StrEnum):
    """Output format of a list."""

    table = "table"
    csv = "csv"


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
        out.print(as_table(header, rows))
    out.print(f"{counted(len(rows), 'number')} uncovered")


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
        fail(f"there is no plan {plan} in seeds/reference/plans.csv; add its row first")
    rows, faults = locate(draft, document)
    print_red(faults)
    if faults:
        fail(f"{counted(len(faults), 'fault')} in the draft; nothing was written")
    text = rows.write_csv()
    if output:
        output.write_text(text, "utf-8")
        err.print(f"{counted(rows.height, 'value')} written to {output}")
    else:
        sys.stdout.write(text)
