"""A session with the warehouse in the terminal: DuckDB's own shell where that is installed, else one of ours."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from minsheng.messages import _
from minsheng.warehouse import hints, statements
from minsheng.warehouse.catalog import COLUMN_NAMES, COLUMNS, SHOWN, TABLES, columns_of

if TYPE_CHECKING:
    import duckdb

INTRODUCTION = "SQL ends with ; and may take several lines. Tab completes names, Ctrl-C stops, Ctrl-D leaves."
HELP = {
    ".help": "these lines",
    ".tables": "what there is to query",
    ".schema": "all columns, or with a name behind it those of one table",
    ".exit": "leave",
}
"""What the session knows besides SQL."""

HISTORY_LENGTH = 1000


def history_file() -> Path:
    """Return the file that keeps what was typed, in the user's state folder."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "minsheng" / "history"


def native() -> Path | None:
    """Return DuckDB's own shell: what MINSHENG_DUCKDB names, nothing where that is empty, else that of duckdb-cli."""
    named = os.environ.get("MINSHENG_DUCKDB")
    if named is not None:
        return Path(named) if named else None
    package = importlib.util.find_spec("duckdb_cli")
    found = shutil.which("duckdb", path=str(Path(package.origin).parent)) if package and package.origin else None
    return Path(found) if found else None


def run_native(shell: Path, warehouse: Path) -> int:
    """Open DuckDB's own shell, read-only and in its safe mode: no other file, no command of the system, no setting.

    It opens the file through a link: what may be written beside it, a log, is in a folder that goes with the session.

    Args:
        shell: its program.
        warehouse: the published file.

    Returns:
        Its exit code.
    """
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is the shell's
    with TemporaryDirectory(prefix="minsheng-") as folder:
        link = Path(folder) / warehouse.name
        link.symlink_to(warehouse.resolve())
        return subprocess.run([str(shell), "-readonly", "-safe", str(link)]).returncode


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

    print(_("SQL ends with ;  .help helps, .exit leaves."))
    with _history(connection) as remember:
        while True:
            try:
                statement = _read()
                if statement in (".exit", ".quit", "exit", "quit"):
                    return
                remember(statement)
                if statement == ".help":
                    print(_(INTRODUCTION))
                    print("\n".join(f"{name:9}{_(what)}" for name, what in HELP.items()))
                elif statement.startswith(".") and statement.split()[0] not in (".tables", ".schema"):
                    complain(_("there is no {command}; .help lists what there is").format(command=statement))
                else:
                    sql = _asked(statement)
                    show(statements.answer(connection, sql))
                    for note in hints.notes(connection, sql):
                        complain(note)
            except EOFError:
                print()
                return
            except KeyboardInterrupt:
                print()
            except statements.Refused as error:
                complain(str(error))
            except duckdb.Error as error:
                complain(hints.explain(error, connection, statement))
            except RuntimeError as error:
                # What DuckDB makes of Ctrl-C while it works; its threads go on until they are interrupted.
                if "interrupted" not in str(error):
                    raise
                connection.interrupt()
                print()


def _asked(statement: str) -> str:
    """Return the SQL of a statement, or of a dot command that lists what there is."""
    name, *tables = statement.removesuffix(";").split()
    if name == ".tables":
        return SHOWN
    if name == ".schema":
        return columns_of(tables[0]) if tables else COLUMNS
    return statement


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
    words = sorted(names | HELP.keys())

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
