"""Commands that read the published warehouse."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minsheng.cli import completion
from minsheng.cli.console import as_table, complain, counted, fail, open_warehouse, out, own_place
from minsheng.sql import quoted

if TYPE_CHECKING:
    import duckdb

app = typer.Typer()


_NO_JSON = "BLOB|BIT|BIGNUM|INTERVAL|UNION|GEOMETRY"
"""Types for which JSON has no form."""


class Format(StrEnum):
    """Output format of a query."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


@app.command()
def query(
    sql: Annotated[
        str | None,
        typer.Argument(help="SQL to run, in DuckDB's dialect; - reads it from standard input; without it, a session."),
    ] = None,
    output_format: Annotated[Format, typer.Option("--format", "-f", help="How to print the rows.")] = Format.table,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to this file instead.", callback=own_place)
    ] = None,
) -> None:
    """Run SQL against the published warehouse, read-only.

    In a terminal, long results open in a pager ($PAGER, else less -S).

    Examples:
        minsheng query "select count(*) from fct_plan_value"

        minsheng query "from fct_target where label like '%护理员%'" --format csv

        minsheng query "from dim_indicator" --format parquet --output indicators.parquet

        minsheng query "select column_name, data_type, comment from duckdb_columns() where table_name = 'fct_target'"
    """
    from minsheng.cli import shell

    with open_warehouse() as connection:
        if sql is not None:
            _answer(connection, _sql(sql), output_format, output)
        elif output or output_format is not Format.table or not shell.is_interactive():
            fail("nothing to run", hint="give SQL, or - to read it from standard input")
        else:
            shell.run(connection, _show, complain)


def _answer(connection: duckdb.DuckDBPyConnection, sql: str, output_format: Format, output: Path | None) -> None:
    import duckdb

    from minsheng.warehouse import statements
    from minsheng.warehouse.catalog import explain

    try:
        relations = statements.answer(connection, sql)
        if output_format is Format.table and output is None:
            _show(relations)
        elif len(relations) > 1:
            fail(f"there are {len(relations)} statements; a file, csv, json and parquet hold the rows of one")
        else:
            _write(relations[0], output_format, output)
    except statements.Refused as error:
        fail(str(error))
    except (duckdb.OperationalError, duckdb.InternalError, duckdb.FatalException, OSError) as error:
        fail(str(error).strip().partition("\n")[0], 4)
    except duckdb.Error as error:
        fail(explain(error, connection))


def _sql(argument: str) -> str:
    """Return the SQL of an argument, from standard input for `-`."""
    try:
        sql = sys.stdin.buffer.read().decode() if argument == "-" else argument
        sql.encode()
    except UnicodeError:
        fail("the SQL is no UTF-8")
    return sql


def _show(relations: list[duckdb.DuckDBPyRelation]) -> None:
    """Print the rows of statements, of all or, where one of them fails, of none."""
    from minsheng.cli.shell import show

    for columns, rows in [(relation.columns, relation.fetchall()) for relation in relations]:
        if columns == ["explain_key", "explain_value"]:
            out.print(*(plan for _, plan in rows), highlight=False, no_wrap=True, crop=False)
        else:
            show(out, as_table(columns, rows))


def _write(relation: duckdb.DuckDBPyRelation, output_format: Format, output: Path | None) -> None:
    """Write rows to a file or to standard output.

    A connection to nothing takes them over as Arrow: the one to the warehouse can write no file.
    """
    import duckdb

    if output_format is Format.parquet and output is None and sys.stdout.isatty():
        fail("parquet is binary", hint="add --output FILE, or redirect the output")
    with duckdb.connect() as writer:
        rows = writer.from_arrow(relation.to_arrow_reader())
        match output_format:
            case Format.parquet:
                _write_file(lambda path: rows.write_parquet(path, compression="zstd"), output)
            case Format.table | Format.csv:
                _write_file(rows.write_csv, output)
            case Format.json:
                text = _json(rows)
                if output:
                    output.write_text(text, "utf-8")
                else:
                    sys.stdout.write(text + "\n")


def _json(rows: duckdb.DuckDBPyRelation) -> str:
    """Return rows as a list of objects; decimals, and what JSON has no form for, are texts."""
    from duckdb import ColumnExpression

    columns = [
        ColumnExpression(name).cast("varchar").alias(name) if re.search(_NO_JSON, str(kind)) else ColumnExpression(name)
        for name, kind in zip(rows.columns, rows.types, strict=True)
    ]
    frame = rows.select(*columns).pl()
    try:
        return frame.write_json()
    except BaseException as error:  # polars panics over a date that it cannot write
        if type(error).__name__ != "PanicException":
            raise
        fail(f"these rows cannot be written as JSON: {error}", hint="choose csv or parquet")


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
    from minsheng.warehouse.catalog import MARTS, columns_of, unknown

    with open_warehouse() as connection:
        if table is None:
            marts = connection.sql(MARTS)
            out.print(as_table(marts.columns, marts.fetchall()))
            return
        columns = connection.execute(columns_of(table)).fetchall()
        if not columns:
            fail(unknown(table, connection))
        out.print(as_table(["column", "type", "holds"], columns))


Rows = Annotated[int, typer.Option(min=1, help="Show at most this many rows of a table.")]


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
    rows: Rows = 200,
) -> None:
    """Put side by side what the plans promise and record of an indicator.

    Exact and close values are comparable; broad and narrow ones are shown beside with their grade and the reason.

    Examples:
        minsheng compare 护理员

        minsheng compare nursing bed

        minsheng compare cult_sports_area_per_person
    """
    from rich.markup import escape

    from minsheng.outputs import indicators as side_by_side

    with open_warehouse() as connection:
        found = side_by_side.find(connection, " ".join(words))
        if not found:
            hint = "try fewer or other words, or `minsheng indicators --all`"
            fail(f"no indicator has {' '.join(words)!r}", hint=hint)
        for indicator in found[:most]:
            names = f"[bold]{escape(indicator.indicator_zh)}[/bold]  {escape(indicator.indicator_en)}"
            out.print(f"\n{names}", markup=True)
            unit = f"in {indicator.unit}" if indicator.unit else ""
            out.print(", ".join(filter(None, (indicator.indicator_code, unit, indicator.direction))))
            out.print(indicator.definition_zh, style="dim")
            out.print(indicator.definition_en, style="dim")
            points = side_by_side.points(connection, indicator.indicator_code, rows)
            header = ["place", "year", "role", "plan", "printed", "value", "grade", "remark"]
            shown = [
                (p.region, p.year, p.value_role, p.plan_id, p.printed, p.value, p.match_grade, p.remark) for p in points
            ]
            out.print(as_table(header, shown))
            if len(points) == rows:
                _say_rest(side_by_side.count(connection, indicator.indicator_code) - rows)
            for region in dict.fromkeys(point.region for point in points):
                if lines := side_by_side.chart([point for point in points if point.region == region]):
                    out.print(f"\n{escape(region)}  [dim]● recorded  ○ promised[/dim]", markup=True)
                    for line in lines:
                        out.print(line, highlight=False, no_wrap=True)
        if rest := found[most:]:
            out.print(f"\n{counted(len(rest), 'more indicator')}: name one by its code, or use more words")
            codes = [(i.indicator_code, i.indicator_zh, i.indicator_en, i.plan_count) for i in rest[:20]]
            out.print(as_table(["code", "name_zh", "name_en", "plans"], codes))


def _say_rest(count: int) -> None:
    if count > 0:
        out.print(f"{counted(count, 'more row')}: narrow it down, or raise --rows", style="dim")


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
    rows: Rows = 50,
) -> None:
    """Show which promises were met, which are on the way, and of which nobody can say.

    Project amounts are left out. The method is in docs/progress.md; mart_target_progress holds the inputs.

    Examples:
        minsheng progress --plan wenzhou-2021

        minsheng progress --region 330300 --domain elderly_care
    """
    given = {"region_code": region, "domain_code": domain, "plan_id": plan}
    where = " and ".join(
        ["verdict_reason is distinct from 'project_amount'"]
        + [f"{column} = {quoted(value)}" for column, value in given.items() if value]
    )
    with open_warehouse() as connection:
        counts = connection.execute(
            "select verdict, verdict_reason, count(*), bool_and(is_assessed)"
            f" from bi.progress where {where} group by all"
            " order by not bool_and(is_assessed), count(*) desc, verdict, verdict_reason"
        ).fetchall()
        judged = connection.execute(
            "select plan_id, indicator_zh, period_end_year, printed_text,"
            " baseline_year || ': ' || round(baseline_value, 4)::double,"
            " outcome_year || ': ' || round(outcome_value, 4)::double,"
            " growth_ratio, linear_pace, verdict || case when is_achieved_early then ' (early)' else '' end"
            f" from bi.progress where {where} and is_assessed"
            f" order by plan_id, indicator_zh, char_start limit {rows}"
        ).fetchall()
    if not counts:
        fail("no target fits", hint="`minsheng query 'from dim_domain'` and 'from dim_region' list the codes")
    if judged:
        header = ["plan", "indicator", "year", "target", "baseline", "on record", "ratio", "pace", "verdict"]
        out.print(as_table(header, judged))
        _say_rest(sum(count for *_, count, is_assessed in counts if is_assessed) - len(judged))
        out.print()
    total = sum(count for *_, count, _ in counts)
    shares = [
        (verdict, reason or "–", count, "█" * max(1, round(40 * count / total))) for verdict, reason, count, _ in counts
    ]
    out.print(as_table(["verdict", "reason", "promises", f"of {total:,}"], shares))


@app.command()
def indicators(
    every: Annotated[bool, typer.Option("--all", help="Also those with values in one plan only.")] = False,
    domain: Domain = None,
) -> None:
    """List the indicators that can be compared: exact or close values in two or more plans."""
    where = f"{every or 'plan_count > 1'} and {f'domain_code = {quoted(domain)}' if domain else 'true'}"
    with open_warehouse() as connection:
        rows = connection.execute(
            "select domain_code, indicator_code, indicator_zh, indicator_en, plan_count, region_count, direction"
            f" from bi.indicator where {where} order by domain_sort_order, plan_count desc, indicator_code"
        ).fetchall()
    if not rows:
        fail(f"no indicator in the domain {domain!r}", hint="`minsheng query 'from dim_domain'` lists domains")
    out.print(as_table(["domain", "code", "name_zh", "name_en", "plans", "places", "direction"], rows))
    out.print(counted(len(rows), "indicator"))
