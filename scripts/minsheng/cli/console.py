"""What the commands share: the two consoles, messages, opening the published warehouse."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from minsheng.text import hinted, visible

if TYPE_CHECKING:
    import duckdb


class PlainConsole(Console):
    """A console that prints text as it is: no markup, no emoji for `:name:`, and no text that commands the terminal."""

    def __init__(self, **options: Any) -> None:
        super().__init__(markup=False, emoji=False, **options)

    def render_str(self, text: str, **options: Any) -> Text:
        """Render a text with what a terminal would obey made visible, lines apart."""
        return super().render_str(visible(text, keep="\n"), **options)


out = PlainConsole()
err = PlainConsole(stderr=True)


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


def own_place(path: Path | None) -> Path | None:
    """Return the value of an option that names what to write, unless the warehouse or a kept build is there."""
    from minsheng import paths
    from minsheng.warehouse import layout

    if path is None:
        return None
    place, warehouse = path.resolve(), paths.warehouse().resolve()
    if place in (warehouse, layout.log_beside(warehouse)) or place.is_relative_to(layout.builds().resolve()):
        fail(f"{path} belongs to the published warehouse or to a kept build", hint="write somewhere else")
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
        err.print(str(line), style="red", soft_wrap=True)


def counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def complain(message: str) -> None:
    err.print(f"minsheng: {message}", style="red", soft_wrap=True)


def fail(message: str, code: int = 2, hint: str = "") -> NoReturn:
    complain(hinted(message, hint) if hint else message)
    raise typer.Exit(code)
