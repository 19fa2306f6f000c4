"""Commands that answer the questions about promises: how they compare, what was met, what contradicts what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minsheng.cli import completion
from minsheng.cli.commands import command, completed, format_option, sources_option, stacked
from minsheng.cli.console import fail, notify, open_warehouse
from minsheng.cli.tables import Form, Row, is_terminal, print_rows, records, stream
from minsheng.messages import _, language_of_the_user, ngettext
from minsheng.outputs import names, queries, search

if TYPE_CHECKING:
    import duckdb

domain_option = click.option(
    "--domain", shell_complete=completed(completion.domains), help="Only this domain: code, name or part of one."
)
region_option = click.option(
    "--region", shell_complete=completed(completion.regions), help="Only this place: code, name or part of one."
)
plan_option = click.option(
    "--plan", shell_complete=completed(completion.plans), help="Only this plan: code, title or part of one."
)
year_option = click.option("--year", type=click.IntRange(min=1000, max=9999), help="Only this year.")
rows_option = click.option(
    "--rows",
    type=click.IntRange(min=1),
    help="Print at most so many rows; else 50 in a terminal, all elsewhere.",
)
promise_options = stacked(domain_option, year_option, region_option, plan_option, rows_option, format_option)
MOST_IN_A_TERMINAL = 50


@contextmanager
def _asking() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse; an option that names nothing there ends the command with one message."""
    with open_warehouse() as connection:
        try:
            yield connection
        except names.UnknownName as error:
            fail(str(error))


def _print(
    result: duckdb.DuckDBPyConnection,
    form: Form,
    rows: int | None,
    drop: Sequence[str],
) -> int:
    """Print the rows of a query, in a terminal only the first of many; return how many there are, all or printed."""
    most = rows or (MOST_IN_A_TERMINAL if form is Form.table and is_terminal() else None)
    columns = [column for column, *_ in result.description]
    if most is None:
        seen = _Counted(stream(result))
        print_rows(columns, seen, form, drop=drop)
        return seen.count
    found = result.fetchall()
    if found or form is not Form.table:
        print_rows(columns, found[:most], form, drop=drop)
    if len(found) > most:
        rest = ngettext("{count} more row", "{count} more rows", len(found) - most)
        notify(_("{rest}: narrow it down, or raise --rows").format(rest=rest), dim=True)
    return len(found)


class _Counted:
    """Rows that count themselves."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def _note_if_none(count: int, message: str) -> None:
    if not count:
        notify(message)


@command()
@click.argument(
    "words",
    nargs=-1,
    required=True,
    shell_complete=completed(completion.indicators),
    help="Chinese or English words, or parts of them, or an indicator code.",
)
@click.option(
    "--most", type=click.IntRange(min=1), default=3, show_default=True, help="Compare at most this many indicators."
)
@click.option("--full", is_flag=True, help="Also repeated statements, printed texts and definitions.")
@format_option
def compare(words: tuple[str, ...], most: int, full: bool, output_format: Form) -> None:
    """Put side by side what the plans promise and record of an indicator: years by places, on one scale.

    Exact and close values are comparable; others are marked with ≠. Notes below say why a value is not exact.

    Examples:
        minsheng compare 护理员
        minsheng compare nursing bed --full
        minsheng compare cult_sports_area_per_person -f csv
    """
    from minsheng.cli import side_by_side

    asked, language = " ".join(words), language_of_the_user()
    with _asking() as connection:
        found = _found(connection, asked)
        is_read = output_format is Form.table and is_terminal()
        # One plan alone compares with nothing: where others do, a terminal names it only.
        chosen = ((is_read and [one for one in found if (one.plan_count or 0) > 1]) or found)[:most]
        codes = [one.code for one in chosen]
        result = connection.execute(queries.comparison(language, codes))
        columns = [column for column, *_ in result.description]
        if not is_read:
            print_rows(columns, stream(result), output_format)
        else:
            values = records(result)
            headings = records(connection.execute(queries.headings(language, codes)))
            for heading in sorted(headings, key=lambda one: codes.index(one["indicator_code"])):
                if heading["indicator_code"] != codes[0]:
                    print()
                own = [value for value in values if value["indicator_code"] == heading["indicator_code"]]
                side_by_side.print_one(heading, own, language, is_full=full)
    if rest := [one for one in found if one not in chosen]:
        listed = ", ".join(one.code for one in rest[:5])
        more = ngettext("{count} more indicator", "{count} more indicators", len(rest))
        notify(f"{more}: {listed}{' …' if len(rest) > 5 else ''}")


def _found(connection: duckdb.DuckDBPyConnection, asked: str) -> list[search.Entry]:
    """Return the indicators that words find; where there are none, end with what is near."""
    found, near = names.indicators(connection, asked)
    if not found:
        fail(names.no_indicator(asked, near))
    return found


@command()
@promise_options
def promises(
    domain: str | None, year: int | None, region: str | None, plan: str | None, rows: int | None, output_format: Form
) -> None:
    """List what is promised, for whom and by when, each promise once.

    Examples:
        minsheng promises --domain education --year 2025
        minsheng promises --region 温州 --domain 教育
    """
    language, is_read = language_of_the_user(), output_format is Form.table and is_terminal()
    with _asking() as connection:
        where = names.where(connection, domain=domain, region=region, plan=plan, year=year)
        result = connection.execute(queries.promises(language, where, is_named=is_read))
        drop = (
            *("promise_id", "target_value", "unit", "domain", "statement_count", "indicator_code", "plan_id"),
            "verdict",
        )
        _note_if_none(_print(result, output_format, rows, drop), _("no promise fits all that was asked for"))


@command()
@region_option
@domain_option
@plan_option
@year_option
@click.option("--all", "every", is_flag=True, help="Also promises that nobody can judge.")
@rows_option
@format_option
def progress(
    region: str | None,
    domain: str | None,
    plan: str | None,
    year: int | None,
    every: bool,
    rows: int | None,
    output_format: Form,
) -> None:
    """Show which promises were met, which are on the way, and count those of which nobody can say.

    Project amounts are left out. The method is in docs/progress.md; mart_target_progress holds the inputs. The counts
    are printed in a terminal; elsewhere rows alone.

    Examples:
        minsheng progress --plan wenzhou-2021
        minsheng progress --region 温州 --domain elderly_care --all
    """
    language, is_read = language_of_the_user(), output_format is Form.table and is_terminal()
    with _asking() as connection:
        where = names.where(connection, domain=domain, region=region, plan=plan, year=year)
        count = queries.verdicts(language, where, is_named=is_read)
        counts = connection.execute(count).fetchall() if is_read else []
        result = connection.execute(queries.progress(language, where, only_judged=not every, is_named=is_read))
        drop = (
            *("promise_id", "domain", "indicator_code", "lag_years", "is_achieved_early", "plan_id", "linear_pace"),
            *("growth_ratio", "verdict_reason", "baseline_year", "baseline_value", "outcome_year"),
            *("outcome_value", "printed"),
        )
        shown = _print(result, output_format, rows, drop)
        if not (shown or counts):
            counts = connection.execute(count).fetchall()
    total = sum(promises for *_, promises in counts)
    if is_read and counts:
        bars = [(*row, "█" * max(1, round(30 * row[-1] / total))) for row in counts]
        print()
        print_rows(["verdict", "verdict_reason", "promises", "share"], bars)
    _note_if_none(shown or len(counts), _("no promise fits all that was asked for"))
    if every:
        return
    if shown and not counts:
        notify(_("promises that nobody can judge are left out; --all lists them, too"), dim=True)
    elif counts:
        judged = ngettext("{shown} of {count} promise judged", "{shown} of {count} promises judged", total)
        rest = _("{judged}; --all lists the others, too").format(judged=judged.format(shown=f"{shown:,}"))
        notify(rest, dim=True)


@command()
@promise_options
def ambition(
    domain: str | None, year: int | None, region: str | None, plan: str | None, rows: int | None, output_format: Form
) -> None:
    """List promises by how much they ask for: the share of the gap between baseline and natural limit that they close.

    Without a baseline or a limit there is no share: such promises come last, by their rank among the places that
    promise the same for the same year. The method is in docs/progress.md.

    Examples:
        minsheng ambition --year 2025
        minsheng ambition --domain health --region 温岭
    """
    language = language_of_the_user()
    with _asking() as connection:
        where = names.where(connection, domain=domain, region=region, plan=plan, year=year)
        result = connection.execute(queries.ambition(language, where))
        drop = (
            *("promise_id", "domain", "unit", "indicator_code", "plan_id", "baseline_year", "target_value"),
            *("is_below_record", "comparable_count", "difference_to_province", "rank_among_comparable"),
            *("baseline_value", "printed"),
        )
        _note_if_none(_print(result, output_format, rows, drop), _("no promise fits all that was asked for"))


@command()
@plan_option
@region_option
@domain_option
@year_option
@click.option("--severity", help="critical, warning or info.")
@click.option("--status", help="fail, explained or not_applicable.")
@click.option("--rule", help="Only this rule: code, title or part of one.")
@rows_option
@format_option
def findings(
    plan: str | None,
    region: str | None,
    domain: str | None,
    year: int | None,
    severity: str | None,
    status: str | None,
    rule: str | None,
    rows: int | None,
    output_format: Form,
) -> None:
    """List what contradicts what, inside a plan or between plans, the gravest first.

    Rules are explained in docs/consistency.md; `minsheng check` counts them.

    Examples:
        minsheng findings --severity critical --status explained
        minsheng findings --plan wenzhou-2021 --rule target_missed
    """
    language = language_of_the_user()
    with _asking() as connection:
        named = dict(plan=plan, region=region, domain=domain, rule=rule, severity=severity, status=status)
        result = connection.execute(queries.findings(language, names.where(connection, year=year, **named)))
        drop = (
            *("finding_key", "other_value_id", "indicator_code", "known_explanation", "other_printed", "printed"),
            *("indicator", "year", "region", "known_class", "status", "plan_id", "rule"),
        )
        _note_if_none(_print(result, output_format, rows, drop), _("no finding fits all that was asked for"))


@command()
@click.option("--all", "every", is_flag=True, help="Also those with values in one plan only.")
@domain_option
@format_option
def indicators(every: bool, domain: str | None, output_format: Form) -> None:
    """List the indicators that can be compared: exact or close values in two or more plans."""
    language = language_of_the_user()
    with _asking() as connection:
        where = names.where(connection, domain=domain)
        result = connection.execute(queries.indicators(language, where, in_one_plan=every))
        columns = [column for column, *_ in result.description]
        rows = result.fetchall()
    print_rows(columns, rows, output_format, drop=("definition", "direction", "unit", "domain"))
    notify(ngettext("{count} indicator", "{count} indicators", len(rows)))


@command()
@sources_option
@format_option
def sources(sources: Path | None, output_format: Form) -> None:
    """List the plans and publications that values come from: publisher, date, years, address, file and hash.

    Where the documents are at hand, each is compared with its hash; what nobody has noted is empty.

    Exit codes: **0** listed, **1** a document is not the captured one, **2** the folder named is not there.
    """
    from minsheng import paths
    from minsheng.documents.originals import is_as_captured

    folder = paths.documents(sources)
    if sources and not folder.is_dir():
        fail(_("there is no folder of documents at {path}").format(path=folder))
    with _asking() as connection:
        rows = records(connection.execute(queries.sources(language_of_the_user())))
    for row in rows:
        row["is_as_captured"] = is_as_captured(folder, row["source_file"], row["sha256"])
    drop = ("sha256", "source_file", "kind", "retrieved_on", "last_year", "first_year", "publisher", "url")
    print_rows(list(rows[0]), (tuple(row.values()) for row in rows), output_format, drop=(*drop, "is_as_captured"))
    absent = sum(bool(row["sha256"]) and row["is_as_captured"] is None for row in rows)
    if absent:
        message = ngettext("{count} document is not in {folder}", "{count} documents are not in {folder}", absent)
        notify(message.format(folder=folder))
    if unknown := sum(not row["url"] for row in rows):
        notify(ngettext("{count} has no address noted", "{count} have no address noted", unknown), dim=True)
    if any(row["is_as_captured"] is False for row in rows):
        raise click.exceptions.Exit(1)
