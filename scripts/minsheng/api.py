"""The warehouse from Python: the questions of the terminal, answered with polars frames.

A frame shows itself as a table in a notebook. Figures are floats; columns are those of the command of the same name
with `-f csv`. Every function opens the published warehouse for reading and closes it, or asks the connection that it is
given. Names are codes, Chinese or English names, or parts of them.
"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from minsheng.messages import Language
from minsheng.outputs import names, queries
from minsheng.outputs.names import UnknownName

if TYPE_CHECKING:
    import polars as pl
    from duckdb import DuckDBPyConnection

__all__ = [
    "UnknownName",
    "ambition",
    "compare",
    "connect",
    "findings",
    "indicators",
    "progress",
    "promises",
    "show",
    "sources",
]

Lang = Literal["en", "zh"]


def connect(path: Path | str | None = None) -> DuckDBPyConnection:
    """Open the published warehouse for reading; `.sql("from bi.promise")` then asks it in SQL.

    Args:
        path: the file; else MINSHENG_DATABASE, else data/minsheng.duckdb of the project.

    Raises:
        minsheng.warehouse.published.Unreadable: there is none, or it cannot be read.
    """
    from minsheng import paths
    from minsheng.warehouse import published

    return published.connect(Path(path) if path else paths.warehouse())


def compare(words: str, *, lang: Lang = "en", connection: DuckDBPyConnection | None = None) -> pl.DataFrame:
    """Return what all plans and publications say of the indicators that words find, one row a value.

    Args:
        words: Chinese or English words or parts of them, or the code of an indicator.
        lang: language of names and remarks.
        connection: an open warehouse; else one is opened for this.

    Returns:
        Values in the unit of the indicator (`value`, `unit`) by indicator, year and place; `is_compared` says whether
        a value is exact or close, `remark` why it is not, `value_id` and `section` where it is printed.

    Raises:
        UnknownName: no indicator is found.
    """
    with _opened(connection) as warehouse:
        found, near = names.indicators(warehouse, words)
        if not found:
            raise UnknownName(names.no_indicator(words, near))
        return _frame(warehouse, queries.comparison(Language(lang), [one.code for one in found]))


def promises(
    *,
    domain: str | None = None,
    year: int | None = None,
    region: str | None = None,
    plan: str | None = None,
    lang: Lang = "en",
    connection: DuckDBPyConnection | None = None,
) -> pl.DataFrame:
    """Return what is promised, one row a promise: `printed`, its figure as `target_value` in `unit`, its verdict.

    Args:
        domain: only this domain of public service.
        year: only promises for this year; of a sum over years its last.
        region: only this place.
        plan: only this plan.
        lang: language of names.
        connection: an open warehouse; else one is opened for this.

    Raises:
        UnknownName: nothing is called as an argument says; the message names the nearest.
    """
    with _opened(connection) as warehouse:
        where = names.where(warehouse, year=year, domain=domain, region=region, plan=plan)
        return _frame(warehouse, queries.promises(Language(lang), where))


def progress(
    *,
    region: str | None = None,
    domain: str | None = None,
    plan: str | None = None,
    year: int | None = None,
    only_judged: bool = False,
    lang: Lang = "en",
    connection: DuckDBPyConnection | None = None,
) -> pl.DataFrame:
    """Return promises with their verdict, baseline and record, in the unit of the indicator; see docs/progress.md.

    Args:
        region: only this place.
        domain: only this domain of public service.
        plan: only this plan.
        year: only promises for this year.
        only_judged: whether to leave out those of which nobody can say.
        lang: language of names.
        connection: an open warehouse; else one is opened for this.

    Raises:
        UnknownName: nothing is called as an argument says; the message names the nearest.
    """
    with _opened(connection) as warehouse:
        where = names.where(warehouse, year=year, domain=domain, region=region, plan=plan)
        return _frame(warehouse, queries.progress(Language(lang), where, only_judged=only_judged))


def ambition(
    *,
    domain: str | None = None,
    year: int | None = None,
    region: str | None = None,
    plan: str | None = None,
    lang: Lang = "en",
    connection: DuckDBPyConnection | None = None,
) -> pl.DataFrame:
    """Return promises by how much they ask for: `gap_closed_share`, 0 to 1, of the gap to the natural limit.

    Args:
        domain: only this domain of public service.
        year: only promises for this year.
        region: only this place.
        plan: only this plan.
        lang: language of names.
        connection: an open warehouse; else one is opened for this.

    Raises:
        UnknownName: nothing is called as an argument says; the message names the nearest.
    """
    with _opened(connection) as warehouse:
        where = names.where(warehouse, year=year, domain=domain, region=region, plan=plan)
        return _frame(warehouse, queries.ambition(Language(lang), where))


def findings(
    *,
    plan: str | None = None,
    region: str | None = None,
    domain: str | None = None,
    year: int | None = None,
    severity: str | None = None,
    status: str | None = None,
    rule: str | None = None,
    lang: Lang = "en",
    connection: DuckDBPyConnection | None = None,
) -> pl.DataFrame:
    """Return what contradicts what, the gravest first; see docs/consistency.md.

    Args:
        plan: only of this plan.
        region: only of this place.
        domain: only of this domain of public service.
        year: only of this year.
        severity: critical, warning or info.
        status: fail, explained or not_applicable.
        rule: only of this rule.
        lang: language of names and sentences.
        connection: an open warehouse; else one is opened for this.

    Raises:
        UnknownName: nothing is called as an argument says; the message names the nearest.
    """
    with _opened(connection) as warehouse:
        given = dict(plan=plan, region=region, domain=domain, severity=severity, status=status, rule=rule)
        where = names.where(warehouse, year=year, **given)
        return _frame(warehouse, queries.findings(Language(lang), where))


def indicators(
    *,
    domain: str | None = None,
    in_one_plan: bool = False,
    lang: Lang = "en",
    connection: DuckDBPyConnection | None = None,
) -> pl.DataFrame:
    """Return the indicators that can be compared, or with `in_one_plan` all of them.

    Args:
        domain: only this domain of public service.
        in_one_plan: also those with values in one plan only.
        lang: language of names.
        connection: an open warehouse; else one is opened for this.

    Raises:
        UnknownName: there is no such domain; the message names the nearest.
    """
    with _opened(connection) as warehouse:
        where = names.where(warehouse, domain=domain)
        return _frame(warehouse, queries.indicators(Language(lang), where, in_one_plan=in_one_plan))


def show(value_id: str, *, connection: DuckDBPyConnection | None = None) -> pl.DataFrame:
    """Return all that is known of one value, as rows of `column` and `value`, without what is blank.

    Args:
        value_id: as every other function gives it.
        connection: an open warehouse; else one is opened for this.

    Raises:
        UnknownName: there is no such value; the message names the nearest.
    """
    import polars as pl

    with _opened(connection) as warehouse:
        row = _frame(warehouse, queries.value_of(value_id))
        if row.is_empty():
            raise UnknownName(names.no_value(warehouse, value_id))
    found = {name: value for name, value in row.row(0, named=True).items() if value not in (None, "")}
    return pl.DataFrame({"column": list(found), "value": [str(value) for value in found.values()]})


def sources(*, lang: Lang = "en", connection: DuckDBPyConnection | None = None) -> pl.DataFrame:
    """Return the plans and publications that values come from: publisher, dates, address, file, hash.

    `is_as_captured` compares the file of a plan with its hash, where the documents are at hand (MINSHENG_SOURCES).

    Args:
        lang: language of titles.
        connection: an open warehouse; else one is opened for this.
    """
    import polars as pl

    from minsheng import paths
    from minsheng.documents.originals import is_as_captured

    with _opened(connection) as warehouse:
        frame = _frame(warehouse, queries.sources(Language(lang)))
    files = frame.select("source_file", "sha256").rows()
    checked = [is_as_captured(paths.documents(), *file) for file in files]
    return frame.with_columns(pl.Series("is_as_captured", checked, pl.Boolean))


def _opened(connection: DuckDBPyConnection | None) -> nullcontext[DuckDBPyConnection] | DuckDBPyConnection:
    """Return a warehouse for a `with`: a connection of one's own stays open behind it."""
    return connect() if connection is None else nullcontext(connection)


def _frame(connection: DuckDBPyConnection, sql: str) -> pl.DataFrame:
    """Return the rows of a query; figures as floats, and truth values, which Arrow hands on as numbers, as such."""
    import polars as pl
    import polars.selectors as cs

    relation = connection.sql(sql)
    truths = [name for name, kind in zip(relation.columns, relation.types, strict=True) if str(kind) == "BOOLEAN"]
    return relation.pl().with_columns(cs.decimal().cast(pl.Float64), pl.col(truths).ext.storage().cast(pl.Boolean))
