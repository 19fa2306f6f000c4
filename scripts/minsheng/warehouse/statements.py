"""SQL that a person typed: classified before any of it runs, and run only if all of it reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minsheng.messages import _
from minsheng.warehouse import catalog

if TYPE_CHECKING:
    import duckdb

READING = "SELECT, FROM, WITH, VALUES, PIVOT, SHOW, DESCRIBE, SUMMARIZE, or EXPLAIN of one of them"

ACTING_FUNCTIONS = frozenset(
    [
        "checkpoint",
        "disable_logging",
        "disable_profiling",
        "enable_logging",
        "enable_profiling",
        "force_checkpoint",
        "json_execute_serialized_sql",
        "query",
        "truncate_duckdb_logs",
    ]
)
"""Table functions that change how DuckDB works, or run a text as SQL: a SELECT may call them."""


class Refused(Exception):
    """A statement that does more than read; nothing was run."""


@dataclass(frozen=True)
class _Token:
    text: str
    """The token, with the blanks and comments behind it."""
    start: int
    """In bytes, as DuckDB counts."""


def answer(connection: duckdb.DuckDBPyConnection, sql: str) -> list[duckdb.DuckDBPyRelation]:
    """Return what each of several statements answers, in their order.

    Args:
        connection: the warehouse.
        sql: statements of DuckDB's SQL, with a semicolon between them.

    Raises:
        Refused: one of them is no reading statement, or there is none; nothing was run.
        duckdb.Error: one of them is wrong.
    """
    return [connection.sql(catalog.asked(statement)) for statement in split(connection, sql)]


def split(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    """Split a text into its statements, none of which does more than read.

    Args:
        connection: parses them.
        sql: statements of DuckDB's SQL, with a semicolon between them.

    Raises:
        Refused: one of them is no reading statement, or there is none.
        duckdb.Error: one of them is no SQL.
    """
    if "\0" in sql:
        raise Refused(_("the SQL has a NUL character, behind which DuckDB reads nothing; nothing was run"))
    statements = []
    for statement in _pieces(sql):
        kinds = _kinds(connection, statement)
        if kinds == ["EXPLAIN"]:
            kinds = _kinds(connection, _explained(connection, statement))
        # DuckDB makes two statements of a PIVOT: it creates a type for the new columns, and selects.
        if kinds not in ([], ["SELECT"], ["CREATE", "SELECT"]):
            message = _("{statement} does more than read, so nothing was run; expected {reading}")
            raise Refused(message.format(statement=_name(statement, kinds), reading=_(READING)))
        if kinds:
            statements.append(statement)
    if not statements:
        raise Refused(_("there is no statement; expected {reading}").format(reading=_(READING)))
    if called := sorted(_called(sql) & ACTING_FUNCTIONS):
        raise Refused(_("{function}() does more than read, so nothing was run").format(function=called[0]))
    return statements


def _kinds(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    return [statement.type.name for statement in connection.extract_statements(sql)]


def _tokens(sql: str) -> list[_Token]:
    import duckdb

    written = sql.encode()
    starts = [start for start, _ in duckdb.tokenize(sql)]
    ends = [*starts[1:], len(written)][: len(starts)]
    return [_Token(written[start:end].decode(), start) for start, end in zip(starts, ends, strict=True)]


def _pieces(sql: str) -> list[str]:
    written = sql.encode()
    ends = [token.start for token in _tokens(sql) if token.text.startswith(";")]
    starts = [0, *(end + 1 for end in ends)]
    return [written[start:end].decode() for start, end in zip(starts, [*ends, len(written)], strict=True)]


def _explained(connection: duckdb.DuckDBPyConnection, statement: str) -> str:
    """Return the statement behind EXPLAIN, with or without ANALYZE or options in brackets."""
    import duckdb

    _, *tokens = _tokens(statement)
    while re.match("analy[sz]e|verbose", tokens[0].text, re.IGNORECASE):
        tokens = tokens[1:]
    rest = "".join(token.text for token in tokens)
    try:
        connection.extract_statements(rest)
    except duckdb.ParserException:
        options = next(n for n, token in enumerate(tokens) if token.text.startswith(")"))
        rest = "".join(token.text for token in tokens[options + 1 :])
    return rest


def _name(statement: str, kinds: list[str]) -> str:
    """Return the word that a statement begins with, and what it leads up to where that may be anything."""
    first = re.match(r"\w*", _tokens(statement)[0].text)
    word = first[0].upper() if first else ""
    return f"{word} … {kinds[-1]}" if word in ("EXPLAIN", "WITH") else word


def _called(sql: str) -> set[str]:
    """Return the names before an opening bracket, in lower case."""
    tokens = _tokens(sql)
    names = (re.match(r'"((?:[^"]|"")*)"|[\w$]+', token.text) for token in tokens)
    return {
        (name[1] or name[0]).replace('""', '"').lower()
        for name, behind in zip(names, tokens[1:], strict=False)
        if name and behind.text.startswith("(")
    }
