"""Commands that turn a new document into rows: reading it, drafting its values."""

from __future__ import annotations

import csv
import hashlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from minsheng.cli import completion
from minsheng.cli.console import counted, err, fail, own_place
from minsheng.cli.documents import Sources, load_documents, reading_inputs
from minsheng.cli.tables import print_rows

app = typer.Typer()


@app.command()
def read(
    file: Annotated[Path, typer.Argument(help="The document as it was published: docx, pdf, html, xlsx or txt.")],
    plan: Annotated[str, typer.Option("--plan", help="What the plan will be called in plans.csv: wenling-2023.")],
    sources: Sources = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace a text of this plan that is there and different.")
    ] = False,
) -> None:
    """Read a document: its text, where its paragraphs and table cells are, and a proposed row of plans.csv.

    PLAN.txt and PLAN.map.json go into the folder of the documents. The row is printed with its header; what the
    document does not say surely is empty, and a person fills it. Scans are recognised by tesseract with its Chinese
    data where that is installed, and marked as scans; doc and wps are turned by LibreOffice where that is installed.

    Exit codes: **0** read, **2** the file cannot be read or is refused, or the folder is missing.
    """
    from minsheng.documents import document as documents
    from minsheng.documents.reading import intake
    from minsheng.documents.reading.blocks import UnreadableFile

    try:
        found = intake.read(file, plan, documents.folder(sources), overwrite)
    except UnreadableFile as error:
        fail(f"{file.name} {error}")
    except OSError as error:
        fail(str(error.strerror or error).lower() if error.errno else str(error))
    tables = [block for block in found.document_map.blocks if block.kind == "table"]
    parts = f"{counted(len(found.document_map.blocks) - len(tables), 'paragraph')}, {counted(len(tables), 'table')}"
    for warning in found.warnings:
        err.print(f"warning: {warning}", style="yellow", soft_wrap=True)
    err.print(f"{found.text_path}: {counted(len(found.text), 'character')}, {parts}", soft_wrap=True)
    writer = csv.DictWriter(sys.stdout, list(found.row), lineterminator="\n")
    writer.writeheader()
    writer.writerow(found.row)


@app.command("import")
def import_results(
    file: Annotated[Path, typer.Argument(help="A table of results: csv or xlsx.")],
    mapping: Annotated[Path, typer.Option("--mapping", help="What its columns hold: a TOML file (docs/records.md).")],
) -> None:
    """Turn a table of results into records: a plan-execution table, a progress list of livelihood projects.

    The records are printed with their header: a file for seeds/records or data/landing/records. Each row of the table
    that cannot be read is reported with its line and the reason, and left out.

    Exit codes: **0** all rows are read, **1** some are not, **2** the mapping does not fit, or a file cannot be read.
    """
    from minsheng.documents import results
    from minsheng.inputs import captured, contract

    try:
        read_mapping = results.read_mapping(mapping)
        table = results.read_table(file, read_mapping.sheet)
        records, unread = results.records(table, read_mapping, file.name)
        known = captured.rows("sources")["source_id"].to_list()
    except results.BadMapping as error:
        fail(str(error))
    except captured.UnreadableRows as error:
        fail(str(error), hint="run minsheng check-inputs")
    writer = csv.DictWriter(sys.stdout, contract.records().names, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(records)
    for violation in unread:
        err.print(str(violation), soft_wrap=True)
    left = f", {counted(len(unread), 'row')} not" if unread else ""
    err.print(f"{counted(len(records), 'row')} of {file.name} read{left}")
    if (source := read_mapping.fixed["source_id"]) not in known:
        err.print(f"hint: add a row for {source} to seeds/reference/sources.csv", soft_wrap=True)
    if unread:
        raise typer.Exit(1)


@app.command()
def draft(
    plan: Annotated[str, typer.Argument(help="The plan, as in plans.csv.", autocompletion=completion.plans)],
    sources: Sources = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Folder to write to; else data/drafts.", callback=own_place)
    ] = None,
) -> None:
    """Draft the rows of a plan: propose its values, exclusions, responsible bodies and indicators.

    Writes PLAN.values.csv and PLAN.exclusions.csv with the columns of their contracts, PLAN.organizations.csv and
    PLAN.indicators.csv, with up to three indicators for each label; each proposal with its confidence and the rule that
    made it. Rules alone propose, the same every time; a person decides. A plan's own captured rows are not looked at.

    Exit codes: **0** drafted, **2** no such plan or document, or input files that cannot be read.
    """
    from minsheng.documents.drafting import files, propose
    from minsheng.documents.drafting.model import SURE
    from minsheng.documents.reading import intake
    from minsheng.documents.reading.blocks import UnreadableFile
    from minsheng.paths import root

    (document,) = load_documents(sources, plan)
    with reading_inputs():
        try:
            document_map = intake.map_beside(document.path, document.text)
        except UnreadableFile as error:
            fail(str(error))
        found = propose.draft(document, document_map)
    folder = output or root() / "data" / "drafts"
    try:
        written = files.write(found, document, folder)
    except OSError as error:
        fail(f"cannot write to {folder}: {str(error.strerror).lower()}")
    for warning in found.warnings:
        err.print(f"warning: {warning}", style="yellow", soft_wrap=True)
    sure = (
        sum(value.confidence >= SURE for value in found.values),
        sum(exclusion.confidence >= SURE for exclusion in found.exclusions),
        sum(body.confidence >= SURE for body in found.bodies),
        sum(any(c.is_sure for c in proposal.candidates) for proposal in found.indicators),
    )
    counts = map(len, (found.values, found.exclusions, found.bodies, found.indicators))
    rows = [
        (path.name, count, n, hashlib.sha256(text.encode()).hexdigest()[:12])
        for (path, text), count, n in zip(written.items(), counts, sure, strict=True)
    ]
    print_rows(["file", "proposed", "sure", "sha256"], rows, drop=())
    err.print(f"written to {folder}", soft_wrap=True)
