"""What the commands share: the two consoles, tables, messages, opening the published warehouse."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from minsheng.compare import plain

if TYPE_CHECKING:
    import duckdb

out = Console()
err = Console(stderr=True)


def open_warehouse() -> duckdb.DuckDBPyConnection:
    """Open the published warehouse read-only."""
    import duckdb

    from minsheng import project

    warehouse = project.warehouse()
    if not warehouse.exists():
        fail(f"there is no warehouse at {warehouse} yet; run `minsheng build` first")
    return duckdb.connect(str(warehouse), read_only=True)


def as_table(columns: list[str], rows: list[tuple[object, ...]]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for n, column in enumerate(columns):
        numeric = all(is_number(row[n]) for row in rows if row[n] is not None)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(cell(value) for value in row))
    return table


def is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def cell(value: object) -> str:
    if value is None:
        return "[dim]–[/dim]"
    if isinstance(value, Decimal):
        return plain(value)
    from rich.markup import escape

    return escape(str(value))


def print_json(said: dict[str, object]) -> None:
    import json

    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")


def print_red(lines: Iterable[object]) -> None:
    for line in lines:
        err.print(str(line), style="red", markup=False, soft_wrap=True)


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def complain(message: str) -> None:
    err.print(f"minsheng: {message}", style="red", markup=False, soft_wrap=True)


def fail(message: str, code: int = 2) -> NoReturn:
    complain(message)
    raise typer.Exit(code)
