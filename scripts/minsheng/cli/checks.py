"""Commands that check: the input files, and the published warehouse."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minsheng.cli.commands import command, format_option
from minsheng.cli.console import echo, fail, notify, open_warehouse, print_red, violations_in_the_inputs, warn, working
from minsheng.cli.tables import Form, print_rows
from minsheng.messages import Language, _, joined, language_of_the_user, ngettext

if TYPE_CHECKING:
    from minsheng.warehouse.gate import Outcome


@command()
@click.option("--all", "everything", is_flag=True, help="List every place, not only the first of each kind.")
def check_inputs(everything: bool) -> None:
    """Check the plan files, the reference files and whatever has landed, and write the accepted rows for dbt.

    A build does the same first. The rows go into data/inputs, where plain dbt commands read them.

    Exit codes: **0** the files keep their contract, **2** they do not.
    """
    from minsheng import paths
    from minsheng.inputs import check as inputs

    place = paths.inputs()
    checked = inputs.check_and_place(place, sys.maxsize - 1 if everything else inputs.LISTED)
    warn(checked.notices)
    print_red(checked.violations)
    if checked.violations:
        fail(violations_in_the_inputs(len(checked.violations)))
    echo(_("the input files keep their contract; their rows are in {path}").format(path=place))


@command()
@click.option("--again", is_flag=True, help="Pass the warehouse through the gate anew, for seconds.")
@click.option(
    "--docs", is_flag=True, help="The same, and write Great Expectations' Data Docs: data/exports/gate/data_docs."
)
@format_option
def check(again: bool, docs: bool, output_format: Form) -> None:
    """List the consistency rules, and say how the published warehouse passed the gate when it was built.

    CSV and JSON hold the rules alone.

    Exit codes: **0** no critical finding, **1** a critical expectation failed, **2** no warehouse.
    """
    from minsheng import paths
    from minsheng.warehouse import gate

    language = language_of_the_user()
    severity = "severity_zh" if language is Language.zh else "severity"
    with open_warehouse() as connection:
        runs = connection.execute(
            f"select check_id, {severity}, check_title_{language}, subject_count, explained_count, fail_count,"
            " not_applicable_count from bi.check_run order by position(bi.check_run.severity[1] in 'cwi'), check_id"
        ).fetchall()
        outcomes = gate.outcomes_of(connection)
    results = paths.warehouse().parent / "exports" / "gate"
    if again or docs:
        outcomes = _gated_again(results if docs else None)
    header = ["rule", "severity", "as_it_should_be", "subjects", "explained", "new", "set_aside"]
    print_rows(header, runs, output_format, drop=("set_aside", "subjects"))
    for outcome in outcomes:
        if not outcome.success:
            line = [outcome.severity, outcome.suite, outcome.expectation, outcome.finding]
            notify(joined(": ", line), fg="red" if outcome.severity == "critical" else "yellow")
            for row in outcome.offending:
                notify(f"  {row.get(f'explanation_{language}', row)}")
    met = sum(outcome.success for outcome in outcomes)
    notify(
        ngettext("{met} of {count} expectation met", "{met} of {count} expectations met", len(outcomes)).format(met=met)
    )
    if docs:
        notify(f"Data Docs: {results / 'data_docs' / 'index.html'}")
    if gate.failed(outcomes):
        raise click.exceptions.Exit(1)


def _gated_again(results: Path | None) -> list[Outcome]:
    """Pass the published warehouse through the gate, with its Data Docs in a folder where one is named."""
    from minsheng import paths
    from minsheng.warehouse import gate

    try:
        with gate.Gate() as running, working(_("passing the gate")):
            return running.check(paths.warehouse(), results)
    except RuntimeError as error:
        fail(str(error), 4)
