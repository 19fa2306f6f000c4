"""A session with the warehouse in the terminal: history, statements over several lines, a pager for long results."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minsheng.warehouse import statements
from minsheng.warehouse.catalog import COLUMN_NAMES, MARTS, TABLES, explain

if TYPE_CHECKING:
    import duckdb
    from rich.console import Console
    from rich.table import Table

HELP = """\
SQL ends with ; and may take several lines. Tab completes tables and columns, Ctrl-C stops, Ctrl-D leaves.
.help    these lines
.tables  what there is to query
.exit    leave"""
HISTORY_LENGTH = 1000


def history_file() -> Path:
    """Return the file that keeps what was typed, in the user's state folder."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "minsheng" / "history"


def is_interactive() -> bool:
    """Whether a person types and reads: neither input nor output is redirected."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def run(
    connection: duckdb.DuckDBPyConnection,
    show: Callable[[list[duckdb.DuckDBPyRelation]], None],
    complain: Callable[[str], None],
) -> None:
    """Read statements until the end of the input, and show what they return.

    Args:
        connection: the warehouse.
        show: prints the rows of statements.
        complain: prints what went wrong; the session goes on.
    """
    import duckdb

    print("SQL ends with ;  .help helps, .exit leaves.")
    with _history(connection) as remember:
        while True:
            try:
                statement = _read()
                if statement in (".exit", ".quit", "exit", "quit"):
                    return
                remember(statement)
                if statement == ".help":
                    print(HELP)
                elif statement.startswith(".") and statement != ".tables":
                    complain(f"there is no {statement}; .help lists what there is")
                else:
                    show(statements.answer(connection, MARTS if statement == ".tables" else statement))
            except EOFError:
                print()
                return
            except KeyboardInterrupt:
                print()
            except statements.Refused as error:
                complain(str(error))
            except duckdb.Error as error:
                complain(explain(error, connection))
            except RuntimeError as error:
                # What DuckDB makes of Ctrl-C while it works; its threads go on until they are interrupted.
                if "interrupted" not in str(error):
                    raise
                connection.interrupt()
                print()


def _read() -> str:
    """Read one statement, up to its semicolon, or one dot command."""
    from sqlite3 import complete_statement

    lines: list[str] = []
    while True:
        lines.append(input("     ...> " if lines else "minsheng> "))
        text = "\n".join(lines).strip()
        if text.startswith(".") or text in ("exit", "quit") or complete_statement(text):
            return text
        if not text:
            lines.clear()


@contextlib.contextmanager
def _history(connection: duckdb.DuckDBPyConnection) -> Iterator[Callable[[str], None]]:
    """Take up the history and write it at the end; complete names while the session lasts."""
    import readline

    path = history_file()
    with contextlib.suppress(OSError):
        readline.read_history_file(path)
    names = {name for name, _ in connection.execute(TABLES).fetchall()}
    names |= {name for (name,) in connection.execute(COLUMN_NAMES).fetchall()}
    words = sorted(names | {".help", ".tables", ".exit"})

    def complete(begun: str, n: int) -> str | None:
        return next((word for i, word in enumerate(w for w in words if w.startswith(begun)) if i == n), None)

    readline.set_completer(complete)
    readline.set_completer_delims(" \t\n,;()=<>")
    readline.parse_and_bind("bind ^I rl_complete" if "libedit" in (readline.__doc__ or "") else "tab: complete")
    readline.set_auto_history(False)
    readline.set_history_length(HISTORY_LENGTH)

    def remember(statement: str) -> None:
        # One entry a statement, so that the arrow key brings it back whole; a comment would swallow what follows it.
        for entry in statement.split("\n") if "--" in statement else [" ".join(statement.split("\n"))]:
            readline.add_history(entry)

    try:
        yield remember
    finally:
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            readline.write_history_file(path)


def show(console: Console, table: Table) -> None:
    """Print a table; on a terminal that is too low for it, in a pager ($PAGER, else less -S)."""
    from rich.console import Console

    command = shlex.split(os.environ.get("PAGER", "less -S"))
    if not is_interactive() or not command or not shutil.which(command[0]):
        console.print(table)
        return
    with console.capture() as capture:
        console.print(table)
    text = capture.get()
    if text.count("\n") < console.height:
        console.file.write(text)
        return
    if Path(command[0]).name == "less":
        colours: Any = console.color_system  # any of its names, which the constructor lists one by one
        wide = Console(width=10_000, height=100, force_terminal=True, color_system=colours)
        with wide.capture() as capture:
            wide.print(table)
        text = capture.get()
    _page(command, text)


def _page(command: list[str], text: str) -> None:
    import subprocess

    environment = {"LESS": "-RS", "LESSCHARSET": "utf-8", **os.environ}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as pager:
        stdin = pager.stdin
        assert stdin is not None
        with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
            stdin.write(text.encode())
        with contextlib.suppress(BrokenPipeError):
            stdin.close()
        while pager.poll() is None:
            # Ctrl-C belongs to the pager.
            with contextlib.suppress(KeyboardInterrupt):
                pager.wait()
