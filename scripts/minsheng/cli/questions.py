"""Commands that answer the questions about promises: how they compare, what was met, what contradicts what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from minsheng.cli import completion
from minsheng.cli.console import counted, err, fail, open_warehouse
from minsheng.cli.tables import Form, FormOption, Row, is_terminal, print_rows, stream
from minsheng.outputs import names, queries, search
from minsheng.outputs.translations import Language, language_of_the_user

if TYPE_CHECKING:
    import duckdb

app = typer.Typer()

LanguageOption = Annotated[
    Language,
    typer.Option(
        "--lang",
        help="Language of names and headings; else MINSHENG_LANG, else the locale.",
        default_factory=language_of_the_user,
        show_default=False,
    ),
]
DomainOption = Annotated[
    str | None,
    typer.Option("--domain", help="Only this domain: code, name or part of one.", autocompletion=completion.domains),
]
RegionOption = Annotated[
    str | None,
    typer.Option("--region", help="Only this place: code, name or part of one.", autocompletion=completion.regions),
]
PlanOption = Annotated[
    str | None,
    typer.Option("--plan", help="Only this plan: code, title or part of one.", autocompletion=completion.plans),
]
YearOption = Annotated[int | None, typer.Option("--year", help="Only this year.", min=1000, max=9999)]
RowsOption = Annotated[
    int | None, typer.Option("--rows", min=1, help="Print at most so many rows; else 50 in a terminal, all elsewhere.")
]
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
    language: Language,
    rows: int | None,
    drop: Sequence[str],
) -> int:
    """Print the rows of a query, in a terminal only the first of many; return how many there are, all or printed."""
    most = rows or (MOST_IN_A_TERMINAL if form is Form.table and is_terminal() else None)
    columns = [column for column, *_ in result.description]
    if most is None:
        seen = _Counted(stream(result))
        print_rows(columns, seen, form, language=language, drop=drop)
        return seen.count
    found = result.fetchall()
    if found or form is not Form.table:
        print_rows(columns, found[:most], form, language=language, drop=drop)
    if len(found) > most:
        rest = counted(len(found) - most, "more row")
        err.print(f"{rest}: narrow it down, or raise --rows", style="dim", soft_wrap=True)
    return len(found)


class _Counted:
    """Rows that count themselves."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def _say_nothing_fits(count: int, what: str) -> None:
    if not count:
        err.print(f"no {what} fits all that was asked for", soft_wrap=True)


@app.command()
def compare(
    words: Annotated[
        list[str],
        typer.Argument(
            help="Chinese or English words, or parts of them, or an indicator code.",
            autocompletion=completion.indicators,
        ),
    ],
    most: Annotated[int, typer.Option(min=1, help="Compare at most this many indicators.")] = 3,
    full: Annotated[
        bool, typer.Option("--full", help="Also repeated statements, printed texts and definitions.")
    ] = False,
    output_format: FormOption = Form.table,
    *,
    language: LanguageOption,
) -> None:
    """Put side by side what the plans promise and record of an indicator: years by places, on one scale.

    Exact and close values are comparable; others are marked with ≠. Notes below say why a value is not exact.

    Examples:
        minsheng compare 护理员

        minsheng compare nursing bed --full

        minsheng compare cult_sports_area_per_person -f csv
    """
    from minsheng.cli import side_by_side

    asked = " ".join(words)
    with _asking() as connection:
        found = _found(connection, asked)
        is_read = output_format is Form.table and is_terminal()
        # One plan alone compares with nothing: where others do, a terminal names it only.
        chosen = ((is_read and [one for one in found if one.plan_count > 1]) or found)[:most]
        result = connection.execute(queries.comparison(language, [one.indicator_code for one in chosen]))
        columns = [column for column, *_ in result.description]
        if not is_read:
            print_rows(columns, stream(result), output_format, language=language)
        else:
            values = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
            for one in chosen:
                if one is not chosen[0]:
                    print()
                own = [value for value in values if value["indicator_code"] == one.indicator_code]
                side_by_side.print_one(one, own, language, is_full=full)
    if rest := [one for one in found if one not in chosen]:
        codes = ", ".join(one.indicator_code for one in rest[:5])
        err.print(f"{counted(len(rest), 'more indicator')}: {codes}{' …' if len(rest) > 5 else ''}", soft_wrap=True)


def _found(connection: duckdb.DuckDBPyConnection, asked: str) -> list[search.Found]:
    """Return the indicators that words find; where there are none, end with what is near."""
    found, near = names.indicators(connection, asked)
    if not found:
        hint = f"did you mean {' or '.join(near)}?" if near else "`minsheng indicators --all` lists them"
        fail(f"no indicator has {asked!r}", hint=hint)
    return found


@app.command()
def promises(
    domain: DomainOption = None,
    year: YearOption = None,
    region: RegionOption = None,
    plan: PlanOption = None,
    rows: RowsOption = None,
    output_format: FormOption = Form.table,
    *,
    language: LanguageOption,
) -> None:
    """List what is promised, for whom and by when, each promise once.

    Examples:
        minsheng promises --domain education --year 2025

        minsheng promises --region 温州 --domain 教育
    """
    with _asking() as connection:
        where = names.where(connection, domain=domain, region=region, plan=plan, year=year)
        result = connection.execute(queries.promises(language, where))
        drop = (
            *("promise_id", "target_value", "unit", "domain", "statement_count", "indicator_code", "plan_id"),
            "verdict",
        )
        _say_nothing_fits(_print(result, output_format, language, rows, drop), "promise")


@app.command()
def progress(
    region: RegionOption = None,
    domain: DomainOption = None,
    plan: PlanOption = None,
    year: YearOption = None,
    every: Annotated[bool, typer.Option("--all", help="Also promises that nobody can judge.")] = False,
    rows: RowsOption = None,
    output_format: FormOption = Form.table,
    *,
    language: LanguageOption,
) -> None:
    """Show which promises were met, which are on the way, and count those of which nobody can say.

    Project amounts are left out. The method is in docs/progress.md; mart_target_progress holds the inputs. The counts
    are printed in a terminal; elsewhere rows alone.

    Examples:
        minsheng progress --plan wenzhou-2021

        minsheng progress --region 温州 --domain elderly_care --all
    """
    with _asking() as connection:
        where = names.where(connection, domain=domain, region=region, plan=plan, year=year)
        counts = connection.execute(queries.verdicts(language, where)).fetchall()
        result = connection.execute(queries.progress(language, where, only_judged=not every))
        drop = (
            *("promise_id", "domain", "indicator_code", "lag_years", "is_achieved_early", "plan_id", "linear_pace"),
            *("growth_ratio", "verdict_reason", "baseline_year", "baseline_value", "outcome_year"),
            *("outcome_value", "printed", "region"),
        )
        shown = _print(result, output_format, language, rows, drop)
    total = sum(count for *_, count in counts)
    if output_format is Form.table and is_terminal() and counts:
        bars = [(*row, "█" * max(1, round(30 * row[-1] / total))) for row in counts]
        print()
        print_rows(["verdict", "verdict_reason", "promises", "share"], bars, language=language)
    _say_nothing_fits(len(counts), "promise")
    if counts and not every:
        note = f"{shown:,} of {counted(total, 'promise')} judged; --all lists the others, too"
        err.print(note, style="dim", soft_wrap=True)


@app.command()
def ambition(
    domain: DomainOption = None,
    year: YearOption = None,
    region: RegionOption = None,
    plan: PlanOption = None,
    rows: RowsOption = None,
    output_format: FormOption = Form.table,
    *,
    language: LanguageOption,
) -> None:
    """List promises by how much they ask for: the share of the gap between baseline and natural limit that they close.

    Without a baseline or a limit there is no share: such promises come last, by their rank among the places that
    promise the same for the same year. The method is in docs/progress.md.

    Examples:
        minsheng ambition --year 2025

        minsheng ambition --domain health --region 温岭
    """
    with _asking() as connection:
        where = names.where(connection, domain=domain, region=region, plan=plan, year=year)
        result = connection.execute(queries.ambition(language, where))
        drop = (
            *("promise_id", "domain", "unit", "indicator_code", "plan_id", "baseline_year", "target_value"),
            *("is_below_record", "comparable_count", "difference_to_province", "rank_among_comparable"),
            *("baseline_value", "printed", "region"),
        )
        _say_nothing_fits(_print(result, output_format, language, rows, drop), "promise")


@app.command()
def findings(
    plan: PlanOption = None,
    region: RegionOption = None,
    domain: DomainOption = None,
    year: YearOption = None,
    severity: Annotated[str | None, typer.Option("--severity", help="critical, warning or info.")] = None,
    status: Annotated[str | None, typer.Option("--status", help="fail, explained or not_applicable.")] = None,
    rule: Annotated[str | None, typer.Option("--rule", help="Only this rule: code, title or part of one.")] = None,
    rows: RowsOption = None,
    output_format: FormOption = Form.table,
    *,
    language: LanguageOption,
) -> None:
    """List what contradicts what, inside a plan or between plans, the gravest first.

    Rules are explained in docs/consistency.md; `minsheng check` counts them.

    Examples:
        minsheng findings --severity critical --status explained

        minsheng findings --plan wenzhou-2021 --rule target_missed
    """
    with _asking() as connection:
        named = dict(plan=plan, region=region, domain=domain, rule=rule, severity=severity, status=status)
        result = connection.execute(queries.findings(language, names.where(connection, year=year, **named)))
        drop = (
            *("finding_key", "other_value_id", "indicator_code", "known_explanation", "other_printed", "printed"),
            *("indicator", "year", "region", "known_class", "status", "plan_id", "rule"),
        )
        _say_nothing_fits(_print(result, output_format, language, rows, drop), "finding")


@app.command()
def indicators(
    every: Annotated[bool, typer.Option("--all", help="Also those with values in one plan only.")] = False,
    domain: DomainOption = None,
    output_format: FormOption = Form.table,
    *,
    language: LanguageOption,
) -> None:
    """List the indicators that can be compared: exact or close values in two or more plans."""
    with _asking() as connection:
        where = names.where(connection, domain=domain)
        result = connection.execute(queries.indicators(language, where, in_one_plan=every))
        columns = [column for column, *_ in result.description]
        rows = result.fetchall()
    print_rows(columns, rows, output_format, language=language, drop=("definition", "direction", "unit", "domain"))
    err.print(counted(len(rows), "indicator"))


@app.command()
def sources(output_format: FormOption = Form.table, *, language: LanguageOption) -> None:
    """List the plans and publications that values come from: publisher, date, file or address, hash."""
    with _asking() as connection:
        result = connection.execute(queries.sources(language))
        columns = [column for column, *_ in result.description]
        drop = ("sha256", "kind", "publisher", "file_or_address")
        print_rows(columns, stream(result), output_format, language=language, drop=drop)
