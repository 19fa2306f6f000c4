"""Commands that hold the values against the documents."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from minsheng.cli import completion
from minsheng.cli.commands import PATH, NewPath, command, completed, format_option, only_plan_option, sources_option
from minsheng.cli.console import (
    echo,
    fail,
    notify,
    open_warehouse,
    print_csv,
    print_red,
    violations_in_the_inputs,
)
from minsheng.cli.console import width as columns_of_a_line
from minsheng.cli.tables import Form, print_rows, records, wrapped
from minsheng.messages import Language, _, language_of_the_user, ngettext
from minsheng.text import visible

if TYPE_CHECKING:
    from minsheng.documents.document import Document
    from minsheng.documents.originals import Original


@contextmanager
def reading_inputs() -> Iterator[None]:
    """End the command with a message where the input files or the document cannot be read."""
    from minsheng.documents.document import UnreadableDocument
    from minsheng.inputs.captured import UnreadableRows

    try:
        yield
    except UnreadableRows as error:
        print_red(error.violations)
        violations = violations_in_the_inputs(len(error.violations))
        fail(violations, hint=_("`minsheng check-inputs` shows them all"))
    except UnreadableDocument as error:
        fail(str(error))


def load_documents(named: Path | None, plan: str | None) -> list[Document]:
    """Return the documents of all plans, or of one that there has to be."""
    from minsheng.documents import document as documents

    try:
        with reading_inputs():
            found = documents.load(documents.folder(named), plan)
    except FileNotFoundError as error:
        fail(str(error))
    if not found:
        message = _("there is no plan {given}").format(given=plan)
        fail(message, hint=_("add its row to seeds/reference/plans.csv or data/landing/reference"))
    return found


@command()
@sources_option
@only_plan_option
@click.option("--reanchor", is_flag=True, help="Propose new offsets for documents that were scraped anew.")
@click.option("--apply", is_flag=True, help="With --reanchor: write them into the CSV files.")
@format_option
def verify(sources: Path | None, plan: str | None, reanchor: bool, apply: bool, output_format: Form) -> None:
    """Verify the captured values against the documents, of seeds and landed plans alike.

    The file is the captured one; every value is the exact text at its offset; its unit, its label and the years of its
    period are printed there, and no operator words are beside it; the grammar reads from it what the warehouse holds;
    every number and coverage word (全覆盖, 所有, 均, 清零) of the document is captured or excluded with a reason
    (words: captured + excluded).

    Exit codes: **0** all verified, **1** violations found, **2** no documents, or input files that cannot be read.
    """
    from minsheng.documents.verify import verify as run

    chosen = load_documents(sources, plan)
    if reanchor:
        _reanchor(chosen, apply)
        return
    with reading_inputs():
        results = run(chosen)
    print_rows(
        ["plan", "values", "numbers", "captured", "excluded", "words", "covered", "violations"],
        [
            (
                *(r.document.plan_id, r.values, r.numbers, r.captured, r.excluded),
                f"{r.captured_words} + {r.excluded_words}",
                *(f"{r.share_covered:.1%}", len(r.violations)),
            )
            for r in results
        ],
        output_format,
        drop=("values", "numbers", "captured", "excluded", "words"),
    )
    violations = [violation for result in results for violation in result.violations]
    print_red(violations)
    if violations:
        raise click.exceptions.Exit(1)


def _reanchor(chosen: list[Document], apply: bool) -> None:
    from minsheng.documents import reanchor as moving

    lost = 0
    for document in chosen:
        if not document.path.exists():
            continue
        with reading_inputs():
            anchors = moving.reanchor(document)
        moved = [anchor for anchor in anchors if anchor.new not in (anchor.old, None)]
        missing = [anchor for anchor in anchors if anchor.new is None]
        lost += len(missing)
        message = _("{plan}: {moved} of {all} moved, {missing} not found")
        numbers = {"moved": f"{len(moved):,}", "all": f"{len(anchors):,}", "missing": f"{len(missing):,}"}
        echo(message.format(plan=document.plan_id, **numbers))
        for anchor in missing:
            message = _("{text} of {label} was at {place}")
            message = message.format(text=repr(anchor.text), label=repr(anchor.label), place=anchor.old)
            notify(f"{anchor.file}:{anchor.line}: {message}", fg="red")
        for anchor in moved if not apply else ():
            line = f"{anchor.file}:{anchor.line}: {anchor.text!r} {anchor.old} -> {anchor.new}"
            echo(line)
        if document.found_sha256 != document.sha256:
            characters = len(document.text)
            echo(f"  plans.csv: source_sha256 {document.found_sha256}, source_characters {characters}")
        if apply:
            try:
                written = moving.apply(anchors)
            except ValueError as error:
                fail(str(error))
            for path in written:
                echo(_("  wrote {path}").format(path=path))
    raise click.exceptions.Exit(1 if lost else 0)


@command()
@click.argument(
    "value_id", shell_complete=completed(completion.values), help="Identifier of a value, such as wenzhou-2018@8053."
)
@sources_option
@click.option(
    "--width", type=click.IntRange(min=0), default=120, show_default=True, help="Characters of context on each side."
)
@format_option
def show(value_id: str, sources: Path | None, width: int, output_format: Form) -> None:
    """Show what the warehouse makes of a value, and its place in the document where the documents are at hand.

    A landed observation has no document: where it was published is said instead. CSV and JSON hold the value alone.
    """
    from minsheng.outputs import queries
    from minsheng.outputs.translations import heading

    language = language_of_the_user()
    with open_warehouse() as connection:
        found = records(connection.execute(queries.value_of(value_id)))
        if not found:
            from minsheng.outputs import names

            fail(names.no_value(connection, value_id))
        value = found[0]
        if output_format is not Form.table:
            print_rows(list(value), [tuple(value.values())], output_format)
            return
        file = connection.execute(queries.captured_file(value["plan_id"])).fetchone()
    _print_place(value, file, sources, width)
    other = "_en" if language is Language.zh else "_zh"
    rows = [(heading(k, language), v) for k, v in value.items() if v not in (None, "") and not k.endswith(other)]
    print_rows(["column", "value"], rows, drop=())


def _print_place(value: dict[str, Any], file: tuple[str, str] | None, sources: Path | None, width: int) -> None:
    """Print where a value stands: in its document, or of what is none where it was published."""
    if value["origin"] == "observation" or file is None:
        published = [value["source_title"] or value["publisher"], value["published_on"]] if value["source_id"] else []
        publication = ", ".join(str(part) for part in [*published, value["section"]] if part)
        place = _("recorded in {publication}, at {place}; an observation has no document to show")
        echo(place.format(publication=publication, place=value["char_start"]))
        return
    from minsheng import paths
    from minsheng.documents.originals import original

    folder = paths.documents(sources)
    if not folder.is_dir():
        if sources:
            fail(_("there is no folder of documents at {path}").format(path=folder))
        notify(_("the documents are not here, so the value is shown without its surroundings"), dim=True)
        return
    _print_in_place(original(folder, *file), value, width)


def _print_in_place(document: Original, value: dict[str, Any], context: int) -> None:
    start, text = value["char_start"], value["value_text"]
    end = start + len(text)
    if not document.is_there:
        fail(_("there is no file {file} in {folder}").format(file=document.path.name, folder=document.path.parent))
    if document.text[start:end] != text:
        message = _("{file} has another text at {place}").format(file=document.path.name, place=start)
        fail(message, 1, hint=_("run `minsheng verify`"))
    place = _("{file}, line {line}, section {section}")
    echo(place.format(file=document.path.name, line=document.line(start), section=value["section"]), bold=True)
    before = _one_paragraph(document.text[max(0, start - context) : start])
    after = _one_paragraph(document.text[end : end + context])
    for line in wrapped(f"{before}⟦{visible(text)}⟧{after}", columns_of_a_line() - 2):
        echo(f"  {line}")
    echo()


def _one_paragraph(text: str) -> str:
    """Put table cells that are on lines of their own side by side."""
    return visible(re.sub(r"\s*\n\s*", " ¶ ", text))


@command()
@sources_option
@only_plan_option
@format_option
def uncovered(sources: Path | None, plan: str | None, output_format: Form) -> None:
    """List the numbers of the documents that are neither captured nor excluded, for people adding a plan.

    With `--format csv` the rows have the columns of seeds/reference/exclusions.csv, `reason` filled with a guess where
    the surroundings suggest one; a person decides.
    """
    rows = []
    for document in load_documents(sources, plan):
        with reading_inputs():
            rows += _uncovered(document)
    if output_format is Form.csv:
        columns = ("plan_id", "char_start", "run_text", "section", "reason")
        print_csv(columns, (dict(zip(columns, row, strict=False)) for row in rows))
        return
    if rows or output_format is Form.json:
        header = ["plan_id", "char_start", "run_text", "section", "reason", "line", "surroundings"]
        print_rows(header, rows, output_format, drop=("line", "section"))
    notify(ngettext("{count} number uncovered", "{count} numbers uncovered", len(rows)))


def _uncovered(document: Document) -> list[tuple[object, ...]]:
    from minsheng.documents import ledger
    from minsheng.inputs import captured

    values = captured.rows("plan_values", document.plan_id).sort("char_start")
    exclusions = captured.rows("exclusions", document.plan_id)
    rows: list[tuple[object, ...]] = []
    for entry in ledger.account(document, values, exclusions):
        if not entry.values and not entry.is_excluded:
            number = entry.number
            section = ledger.section(document, number.start, values)
            around = document.around(number.start, number.end)
            row = (document.plan_id, number.start, number.text, section, ledger.guess(document, number))
            rows.append((*row, document.line(number.start), around))
    return rows


@command()
@click.argument("draft", type=PATH, help="Draft CSV with a column `context`, the value marked with ⟦ and ⟧.")
@click.option("--plan", required=True, help="The plan, as in plans.csv.")
@sources_option
@click.option("-o", "--output", type=NewPath(), help="Write here instead of printing.")
def capture(draft: Path, plan: str, sources: Path | None, output: Path | None) -> None:
    """Turn a draft of captured values into a plan file: find each value in the document, mint its identifier.

    The draft has the columns of the plan-value contract without value_id, plan_id and char_start, and `context`, a
    stretch of the document that occurs once: 占比⟦保持在86%以上⟧. What the value grammar refuses is reported at once;
    `minsheng parse` tries a value alone.
    """
    from minsheng.documents.draft import locate

    if not draft.is_file():
        fail(_("there is no draft {path}").format(path=draft))
    (document,) = load_documents(sources, plan)
    with reading_inputs():
        rows, violations = locate(draft, document)
    print_red(violations)
    if violations:
        fail(
            ngettext(
                "{count} violation in the draft; nothing was written",
                "{count} violations in the draft; nothing was written",
                len(violations),
            )
        )
    text = rows.write_csv()
    if output:
        try:
            output.write_text(text, "utf-8")
        except OSError as error:
            fail(_("cannot write {path}: {error}").format(path=output, error=error.strerror))
        written = ngettext("{count} value written to {path}", "{count} values written to {path}", rows.height)
        notify(written.format(path=output))
    else:
        sys.stdout.write(text)
