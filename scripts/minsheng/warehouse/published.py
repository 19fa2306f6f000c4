"""The one way to open the published warehouse: to read it, and for nothing else.

A connection from here reaches no other file, extension, setting or variable of the calling program, and cannot take
that back. DuckDB leaves one door open: the file that a connection has opened and its write-ahead log count as its own,
and `copy` may write there. So what a person types goes through `statements` before it runs.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from minsheng.messages import Message
from minsheng.text import hinted

if TYPE_CHECKING:
    import duckdb

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "arrow_lossless_conversion": "true",
    "temp_directory": str(Path(gettempdir()) / f"minsheng-{os.urandom(16).hex()}"),
    "lock_configuration": "true",
}
"""Settings of every connection to the published file; equal ones, since one process has one set for one file.

What does not fit in memory goes to the system's temporary folder, for a reader may have no right to write beside the
file; the name cannot be guessed, DuckDB makes the folder when it needs it and removes it. Lossless Arrow keeps types
that Arrow has no name for.
"""

SMALL = 64 * 1024 * 1024
"""Bytes of a file that one thread reads: of few rows, two wait for each other longer than they work."""

_COUNT_OURS = """
    select count(*) from duckdb_tables() where regexp_matches(table_name, '^(stg|int|dim|fct|mart|meta|ge)_')
"""


class Unreadable(Exception):
    """The published file cannot be read; the message is one line."""

    exit_code = 4


class Missing(Unreadable):
    """There is no published file."""

    exit_code = 2


class InUse(Unreadable):
    """Another process has the published file open for writing."""

    exit_code = 3


def connect(warehouse: Path) -> duckdb.DuckDBPyConnection:
    """Open a warehouse for reading.

    Args:
        warehouse: the published file, or a build that nobody writes.

    Raises:
        Missing: there is no such file.
        InUse: another process has it open for writing.
        Unreadable: it is no warehouse, or it is damaged.
    """
    import duckdb

    if not warehouse.exists():
        message = Message("there is no warehouse at {path} yet", path=warehouse)
        raise Missing(hinted(message, Message("run `minsheng build` first")))
    try:
        threads: dict[str, int] = {"threads": 1} if warehouse.stat().st_size < SMALL else {}
        connection = duckdb.connect(str(warehouse), read_only=True, config={**CONFIG, **threads})
        # No parameter: the first one makes DuckDB import pandas, which takes as long as all else here.
        ((count,),) = connection.execute(_COUNT_OURS).fetchall()
    except duckdb.Error as error:
        raise unreadable(warehouse, error) from error
    if not count:
        connection.close()
        raise Unreadable(
            Message("{path} is a DuckDB database, but not one of minsheng's: it has none of its tables", path=warehouse)
        )
    return connection


def unreadable(warehouse: Path, error: duckdb.Error) -> Unreadable:
    """Return what an error of DuckDB says of the file, when the query itself is sound.

    Args:
        warehouse: the file.
        error: raised by opening it, or by a query of ours.
    """
    import duckdb

    first = (str(error).strip().splitlines() or [type(error).__name__])[0]
    if holder := re.search(r"Conflicting lock is held in .*?\(PID (\d+)\)", first):
        message = Message("process {process} has {path} open for writing", process=holder[1], path=warehouse)
        return InUse(hinted(message, Message("close it there, or open it read-only there")))
    if isinstance(error, duckdb.CatalogException | duckdb.BinderException):
        message = Message("{path} is not of this version of minsheng: {error}", path=warehouse, error=first)
    else:
        message = Message("{path} cannot be read: {error}", path=warehouse, error=first)
    return Unreadable(hinted(message, Message("`minsheng build --force` makes it anew")))
