"""What the commands share: printing, messages, opening the published warehouse."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from minsheng.messages import Message, _, ngettext, said
from minsheng.text import hinted, visible

if TYPE_CHECKING:
    import duckdb
    from rich.console import Console
    from rich.status import Status


def echo(text: object = "", *, err: bool = False, **style: Any) -> None:
    """Print a text as it is, with what a terminal would obey made visible, lines apart.

    Args:
        text: what is printed, a message in the language of the reader.
        err: whether it is no data, but said beside it, on standard error.
        style: as Click names it (`fg`, `bold`, `dim`); only a terminal shows it, and none with NO_COLOR.
    """
    import os

    click.secho(visible(said(text), keep="\n"), err=err, color=False if "NO_COLOR" in os.environ else None, **style)


def notify(text: object, **style: Any) -> None:
    """Print what is no data on standard error."""
    echo(text, err=True, **style)


def width() -> int:
    """Return the characters of a line of the terminal, or COLUMNS."""
    return shutil.get_terminal_size().columns


def error_console() -> Console:
    """Return what shows progress on standard error; only what takes its time imports it."""
    from rich.console import Console

    return Console(stderr=True, markup=False, emoji=False)


def working(what: str) -> Status:
    """Return what shows in a terminal, within its `with`, that something takes its time."""
    return error_console().status(visible(said(what)))


@contextmanager
def open_warehouse() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the published warehouse for reading; a file that cannot be read ends the command with one line."""
    from minsheng import paths
    from minsheng.warehouse import published

    with unreadable_fails(), published.connect(paths.warehouse()) as connection:
        yield connection


@contextmanager
def unreadable_fails() -> Iterator[None]:
    """End the command with one line where the published file cannot be read, or is not what our queries expect."""
    import duckdb

    from minsheng import paths
    from minsheng.warehouse import published

    try:
        yield
    except published.Unreadable as error:
        fail(str(error), error.exit_code)
    except duckdb.Error as error:
        problem = published.unreadable(paths.warehouse(), error)
        fail(str(problem), problem.exit_code)
    except RuntimeError as error:
        # What DuckDB makes of Ctrl-C while it works.
        if str(error) == "Query interrupted":
            raise KeyboardInterrupt from None
        raise


def own_place(path: Path) -> Path:
    """Return a path that is to be written, unless the warehouse or a kept build is there."""
    from minsheng import paths
    from minsheng.warehouse import layout

    place, warehouse = path.resolve(), paths.warehouse().resolve()
    if place in (warehouse, layout.log_beside(warehouse)) or place.is_relative_to(layout.builds().resolve()):
        message = _("{path} belongs to the published warehouse or to a kept build").format(path=path)
        fail(message, hint=_("write somewhere else"))
    return path


def print_csv(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Print rows below their header; what a row does not have is empty."""
    import csv

    writer = csv.DictWriter(sys.stdout, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def print_json(answer: object) -> None:
    """Print an answer as one line of JSON."""
    import json

    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


def print_red(lines: Iterable[object]) -> None:
    for line in lines:
        notify(line, fg="red")


def warn(warnings: Iterable[object]) -> None:
    """Print warnings, a line each."""
    for warning in warnings:
        notify(Message("warning: {warning}", warning=warning), fg="yellow")


def violations_in_the_inputs(count: int) -> str:
    """Return the message that counts them."""
    return ngettext("{count} violation in the input files", "{count} violations in the input files", count)


def complain(message: str) -> None:
    notify(f"minsheng: {said(message)}", fg="red")


def fail(message: str, code: int = 2, hint: str = "") -> NoReturn:
    complain(hinted(message, hint) if hint else message)
    raise click.exceptions.Exit(code)
