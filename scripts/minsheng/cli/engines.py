"""Commands that fill another engine than DuckDB, and look at what dbt has built there (docs/engines.md)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from minsheng.cli.commands import PATH, NewPath, command
from minsheng.cli.console import echo, fail, print_red, working
from minsheng.cli.tables import print_rows
from minsheng.messages import _, joined, ngettext

target_option = click.option("--target", required=True, help="The target of dbt: postgres or spark.")


@contextmanager
def _engine_errors_fail() -> Iterator[None]:
    from minsheng.engines.engine import EngineError

    try:
        yield
    except EngineError as error:
        fail(str(error), 4)


@command()
@target_option
def load(target: str) -> None:
    """Fill the source tables of another engine with exactly the rows that `minsheng check-inputs` has accepted.

    On PostgreSQL only the rows of files that have changed are written. Then `dbt build --target …` builds there.

    Exit codes: **0** done, **4** the engine is not there or refuses; its tables are as they were.
    """
    from minsheng import paths
    from minsheng.engines.registry import of_target

    with _engine_errors_fail():
        of_target(target).load(paths.inputs())
    echo(_("the source tables hold the rows of {path}").format(path=paths.inputs()))


@command()
@target_option
@click.option("--with", "warehouse", type=PATH, help="A file that DuckDB has built; the published one without it.")
def compare_engines(target: str, warehouse: Path | None) -> None:
    """Compare each table and view that another engine has built with DuckDB's, cell by cell and type by type.

    Exit codes: **0** all are equal, **1** some differ, **4** the engine or the file is not there.
    """
    from minsheng import paths
    from minsheng.engines.comparison import compare
    from minsheng.engines.registry import of_target

    with _engine_errors_fail(), working(_("comparing")):
        compared = list(compare(of_target(target), warehouse or paths.warehouse()))
    wrong = [relation for relation in compared if relation.differing]
    for relation in wrong:
        rows = ngettext("{count} row on one side only", "{count} rows on one side only", relation.differing)
        print_red([joined(": ", [relation.relation, rows]), *relation.examples])
    if wrong:
        print_rows(["relation", "rows", "differing"], [(r.relation, r.rows, r.differing) for r in wrong])
    message = _("{relations} tables and views, {rows} rows, {cells} cells: {differing} differ")
    numbers = {
        "relations": len(compared),
        "rows": sum(r.rows for r in compared),
        "cells": sum(r.cells for r in compared),
    }
    echo(message.format(**{name: f"{number:,}" for name, number in {**numbers, "differing": len(wrong)}.items()}))
    if wrong:
        raise click.exceptions.Exit(1)


@command()
@target_option
@click.argument("path", type=NewPath(), help="The file of DuckDB to write; an old one is replaced.")
def fetch(target: str, path: Path) -> None:
    """Write what another engine has built as a file of DuckDB, which `minsheng publish` takes over or refuses.

    The file has the same tables and views, and says, as the engine does, how each model and data test ended, of which
    code and of which rows.

    Exit codes: **0** done, **2** the file belongs to the published warehouse, **4** the engine is not there or refuses.
    """
    from minsheng import paths
    from minsheng.engines.fetching import fetch as write
    from minsheng.engines.registry import of_target

    with _engine_errors_fail(), working(_("fetching")):
        rows = write(of_target(target), target, paths.inputs(), path.resolve())
    echo(ngettext("wrote {path}: {count} row", "wrote {path}: {count} rows", rows).format(path=path))
