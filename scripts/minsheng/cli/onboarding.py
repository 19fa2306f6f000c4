"""Commands that turn a new document into rows: reading it, drafting its values."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minsheng.cli.commands import PATH, NewPath, command, format_option, only_plan_option, plan_argument, sources_option
from minsheng.cli.console import echo, fail, notify, print_csv, print_red, warn
from minsheng.cli.documents import load_documents, reading_inputs
from minsheng.cli.tables import Form, print_rows
from minsheng.messages import _, joined, ngettext
from minsheng.text import os_error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minsheng.documents.accept import Accepted
    from minsheng.documents.drafting.waiting import Waiting


@command()
@click.argument("file", type=PATH, help="The document as it was published: docx, pdf, html, xlsx or txt.")
@click.option("--plan", required=True, help="What the plan will be called in plans.csv: wenling-2023.")
@sources_option
@click.option("--overwrite", is_flag=True, help="Replace a text of this plan that is there and different.")
def read(file: Path, plan: str, sources: Path | None, overwrite: bool) -> None:
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
        fail(joined(" ", [file.name, error]))
    except OSError as error:
        fail(os_error(error) if error.errno else str(error))
    warn(found.warnings)
    tables = sum(block.kind == "table" for block in found.document_map.blocks)
    parts = [
        ngettext("{count} character", "{count} characters", len(found.text)),
        ngettext("{count} paragraph", "{count} paragraphs", len(found.document_map.blocks) - tables),
        ngettext("{count} table", "{count} tables", tables),
    ]
    notify(f"{found.text_path}: {_(', ').join(parts)}")
    print_csv(found.row, [found.row])


@command("import")
@click.argument("file", type=PATH, help="A table of results: csv or xlsx.")
@click.option("--mapping", type=PATH, required=True, help="What its columns hold: a TOML file (docs/records.md).")
def import_results(file: Path, mapping: Path) -> None:
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
        fail(str(error), hint=_("run `minsheng check-inputs`"))
    print_csv(contract.records().names, records)
    for violation in unread:
        notify(str(violation))
    message = ngettext("{count} row of {file} read", "{count} rows of {file} read", len(records)).format(file=file.name)
    left = ngettext("{count} row not", "{count} rows not", len(unread))
    notify(_(", ").join([message, *([left] if unread else [])]))
    if (source := read_mapping.fixed["source_id"]) not in known:
        notify(_("hint: add a row for {source} to seeds/reference/sources.csv").format(source=source))
    if unread:
        raise click.exceptions.Exit(1)


@command()
@plan_argument
@sources_option
@click.option("-o", "--output", type=NewPath(), help="Folder to write to; else data/drafts.")
def draft(plan: str, sources: Path | None, output: Path | None) -> None:
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
        fail(_("cannot write {path}: {error}").format(path=folder, error=os_error(error)))
    warn(found.warnings)
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
    notify(_("written to {path}").format(path=folder))


@command()
@plan_argument
@sources_option
@click.option("--replace", is_flag=True, help="Let values of the plan file go that no decision accounts for.")
def accept(plan: str, sources: Path | None, replace: bool) -> None:
    """Write the rows of a plan that follow from its draft and what readers decided on it (`minsheng review`).

    seeds/plans/PLAN.csv is written, and the plan's rows of exclusions.csv, indicator_matches.csv,
    organization_names.csv and plans.csv (minimum_values, where it is empty), all or none of them. What would not pass
    the input check or `minsheng verify` is not accepted. Labels whose indicator is left for later wait
    (`minsheng waiting`). Decisions stay; accepting again changes nothing.

    Exit codes: **0** accepted, **1** something is undecided, unaccounted for, or breaks a rule, **2** no such plan or
    document, or input files that cannot be read.
    """
    from minsheng.documents import accept as accepting
    from minsheng.documents.reading.blocks import UnreadableFile

    (document,) = load_documents(sources, plan)
    with reading_inputs():
        try:
            accepted = accepting.accept(document, replace=replace)
        except accepting.Undecided as undecided:
            fail(str(undecided), 1, hint=_("decide with `minsheng review {plan}`").format(plan=plan))
        except accepting.Unaccounted as unaccounted:
            hint = _("decide on them with `minsheng review {plan}`, or let them go with --replace")
            fail(str(unaccounted), 1, hint=hint.format(plan=plan))
        except accepting.Unsound as unsound:
            print_red(unsound.violations)
            fail(
                ngettext(
                    "{count} violation; the files are as they were",
                    "{count} violations; the files are as they were",
                    len(unsound.violations),
                ),
                1,
            )
        except UnreadableFile as error:
            fail(str(error))
        except OSError as error:
            fail(_("cannot write {path}: {error}").format(path=error.filename, error=os_error(error)))
    _print_accepted(accepted)


def _print_accepted(accepted: Accepted) -> None:
    result = accepted.result
    counts = [
        ngettext("{count} value", "{count} values", len(result.values)),
        ngettext("{count} exclusion", "{count} exclusions", len(result.exclusions)),
        ngettext("{count} matched label", "{count} matched labels", len(result.matches)),
        ngettext("{count} label not compared yet", "{count} labels not compared yet", len(result.waiting)),
    ]
    echo(_(", ").join(counts))
    if (seconds := accepted.pace.per_value) is not None:
        message = _("readers took about {minutes} minutes, {seconds} s a value; breaks are left out")
        notify(message.format(minutes=f"{accepted.pace.seconds / 60:,.0f}", seconds=f"{seconds:,.0f}"))
    for path in accepted.written:
        notify(_("written: {path}").format(path=path))
    if not accepted.written:
        notify(_("nothing has changed"))


@command()
@only_plan_option
@format_option
def waiting(plan: str | None, output_format: Form) -> None:
    """List the labels of plans that are not compared yet, each with up to three indicators that it may mean.

    They are published as provisional indicators (`bi.waiting`), compared with nothing, until a row of
    seeds/reference/indicator_matches.csv says which indicator each means and how closely. A person decides: `!` marks
    another unit, `×` a label like it that is registered as none. With `--format csv` a row for each suggestion.

    Exit codes: **0** listed, **2** input files that cannot be read.
    """
    from minsheng.documents.drafting import files
    from minsheng.documents.drafting import waiting as labels

    with reading_inputs():
        found = labels.waiting(plan)
    if output_format is Form.csv:
        sys.stdout.write(files.indicators((one.plan_id, one.indicators) for one in found))
        return
    rows = [row for one in found for row in _suggested(one)]
    if rows or output_format is Form.json:
        header = ["plan_id", "label", "subgroup", "values", "may_be", "nearness", "against_it"]
        print_rows(header, rows, output_format, drop=("subgroup", "values", "nearness"))
    notify(ngettext("{count} label not compared yet", "{count} labels not compared yet", len(found)))


def _suggested(one: Waiting) -> Iterator[tuple[object, ...]]:
    """Yield a row for each candidate of a label, the label in the first of them."""
    named: tuple[object, ...] = (one.plan_id, one.indicators.label, one.indicators.subgroup, one.value_count)
    for c in one.indicators.candidates:
        yield (*named, c.indicator_code, c.score, f"{'' if c.unit_fits else '!'}{'×' if c.non_match else ''}")
        named = ("", "", "", "")
    if not one.indicators.candidates:
        yield (*named, "", "", "")
