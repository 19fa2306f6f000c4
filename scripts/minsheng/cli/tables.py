"""Rows as a terminal, a file or a program wants them.

In a terminal columns are aligned; what does not fit is wrapped between words, then left out column by column, and
counted. Into a pipe or file a row is a line with tabs between its cells, or CSV or JSON, and is written as it comes.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cache
from io import TextIOWrapper
from itertools import chain, islice
from typing import Any, Protocol, TextIO

from rich.cells import cell_len

from minsheng.cli.console import notify
from minsheng.cli.console import width as terminal_width
from minsheng.messages import Language, _, language_of_the_user, ngettext
from minsheng.outputs.figures import plain
from minsheng.outputs.translations import heading
from minsheng.text import visible

Row = Sequence[Any]


class Fetching(Protocol):
    """What a query of DuckDB returns."""

    @property
    def description(self) -> list[Any]:
        """Return the columns, each with its name first."""

    def fetchmany(self, size: int, /) -> list[Any]:
        """Return the next rows, none at the end."""


class Form(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


NOTHING = "–"
GAP = 2
MOST_ROWS = 10_000
"""Rows of a table in a terminal; more are for a file."""


def is_terminal() -> bool:
    """Whether a person reads what is printed; TTY_COMPATIBLE=1 says so where standard output is no terminal."""
    return sys.stdout.isatty() or os.environ.get("TTY_COMPATIBLE") == "1"


def print_rows(
    columns: Sequence[str],
    rows: Iterable[Row],
    form: Form = Form.table,
    *,
    language: Language | None = None,
    drop: Sequence[str] | None = None,
) -> None:
    """Print rows on standard output.

    Args:
        columns: their names; those that `drop` does not name are never left out.
        rows: in their order; into a pipe they are written as they come.
        form: how.
        language: of the headings of a table; else the reader's.
        drop: columns that a narrow terminal leaves out, the first to go first; without it all but the first, the last
            first.
    """
    language = language or language_of_the_user()
    match form:
        case Form.csv:
            _write_csv(columns, rows)
        case Form.json:
            _write_json(columns, rows)
        case Form.table if is_terminal():
            _write(
                aligned(
                    columns,
                    rows,
                    terminal_width(),
                    language=language,
                    drop=drop,
                    is_bold=sys.stdout.isatty() and "NO_COLOR" not in os.environ,
                )
            )
        case Form.table:
            _write(tabbed([heading(column, language) for column in columns], rows))


def stream(result: Fetching) -> Iterator[Row]:
    """Return the rows of a query as they come; what fails at its first rows fails here, before anything is printed."""
    first = result.fetchmany(1000)
    return chain(first, chain.from_iterable(iter(lambda: result.fetchmany(1000), [])))


def records(result: Fetching) -> list[dict[str, Any]]:
    """Return the rows of a query by their columns."""
    columns = [column for column, *_ in result.description]
    return [dict(zip(columns, row, strict=True)) for row in stream(result)]


def _write(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")


def tabbed(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Return lines with tabs between the cells."""
    yield "\t".join(map(visible, columns))
    for row in rows:
        yield "\t".join(map(cell, row))


def cell(value: object) -> str:
    """Write a value on one line, with nothing that a terminal would obey."""
    if value is None:
        return NOTHING
    return visible(plain(value) if isinstance(value, Decimal) else str(value))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def aligned(
    columns: Sequence[str],
    rows: Iterable[Row],
    width: int,
    *,
    language: Language | None = None,
    drop: Sequence[str] | None = None,
    is_bold: bool = False,
) -> Iterator[str]:
    """Return the lines of a table for a terminal of so many characters; what is left out is said on standard error."""
    language = language or language_of_the_user()
    remaining = iter(rows)
    kept = list(islice(remaining, MOST_ROWS))
    cells = [[cell(value) for value in row] for row in kept]
    heads = [visible(heading(column, language)) for column in columns]
    naturals = [max(map(cell_len, column)) for column in zip(heads, *cells, strict=True)]
    # A heading may break behind an underscore; a code in a cell never breaks.
    leasts = [max(_longest_word(_parts(head)), _least(column)) for head, *column in zip(heads, *cells, strict=True)]
    order = [columns.index(name) for name in (columns[:0:-1] if drop is None else drop) if name in columns]
    widths = dict(enumerate(naturals))
    left_out: list[int] = []
    while not _fit(widths, leasts, width) and order:
        left_out.append(order.pop(0))
        widths = {n: naturals[n] for n in widths if n != left_out[-1]}
    if not order:  # nothing more can go: cells get as narrow as their longest word
        words = [_longest_word([*_parts(head), *column]) for head, *column in zip(heads, *cells, strict=True)]
        _fit(widths, words, width)
    numeric = {n for n in widths if all(_is_number(row[n]) for row in kept if row[n] is not None)}
    style = ("\x1b[1m", "\x1b[0m") if is_bold else ("", "")
    for line in _lines(heads, widths, numeric, breaks=_parts):
        yield f"{style[0]}{line}{style[1]}"
    for row in cells:
        yield from _lines(row, widths, numeric)
    if left_out:
        names = ", ".join([*(heads[n] for n in sorted(left_out)[:3]), *["…"][: len(left_out) > 3]])
        message = ngettext(
            "{count} column left out ({names}); `-f csv` prints all",
            "{count} columns left out ({names}); `-f csv` prints all",
            len(left_out),
        ).format(names=names)
        notify(message, dim=True)
    if next(remaining, None) is not None:
        notify(_("the first {count} rows; `-f csv` prints all").format(count=f"{MOST_ROWS:,}"), dim=True)


@cache
def _units() -> re.Pattern[str]:
    """Return the pattern of what stays together: a word, a Chinese character with the punctuation behind it."""
    return re.compile(
        r"\s+|[\u2e80-\u9fff\uf900-\uffef][，。；：、）》”％！？]*|[^\s\u2e80-\u9fff\uf900-\uffef]+[，。；：、）》”％]*"
    )


def _parts(head: str) -> list[str]:
    """Return the parts of a heading: gap_, closed_, share."""
    return re.findall("[^_ ]+[_ ]?", head)


def _longest_word(cells: Sequence[str]) -> int:
    return max((cell_len(unit) for text in cells for unit in _units().findall(text)), default=0)


def _least(cells: Sequence[str]) -> int:
    """Return the least width of a column: its longest word, and enough that a cell takes few lines."""
    longest, word = max(map(cell_len, cells), default=0), _longest_word(cells)
    return max(word, min(longest, 20, max(12, longest // 3))) if word < longest else longest


def _fit(widths: dict[int, int], leasts: Sequence[int], width: int) -> bool:
    """Narrow the widest columns until the table fits; say whether it does."""
    free = width - GAP * (len(widths) - 1)
    while (excess := sum(widths.values()) - free) > 0:
        can = [n for n in widths if widths[n] > leasts[n]]
        if not can:
            return False
        widest = max(widths[n] for n in can)
        alike = [n for n in can if widths[n] == widest]
        next_width = max((widths[n] for n in can if widths[n] < widest), default=0)
        target = max(next_width, widest - -(-excess // len(alike)))
        for n in alike:
            widths[n] = max(leasts[n], target)
    return True


def _lines(
    row: Sequence[str], widths: dict[int, int], numeric: set[int], breaks: Callable[[str], list[str]] | None = None
) -> Iterator[str]:
    """Return the lines of one row, which are several where a cell is wrapped."""
    parts = {n: wrapped(row[n], width, breaks) for n, width in widths.items()}
    for k in range(max(map(len, parts.values()), default=0)):
        line = []
        for n, width in widths.items():
            text = parts[n][k] if k < len(parts[n]) else ""
            blank = " " * (width - cell_len(text))
            line.append(blank + text if n in numeric else text + blank)
        yield (" " * GAP).join(line).rstrip()


def wrapped(text: str, width: int, breaks: Callable[[str], list[str]] | None = None) -> list[str]:
    """Break a text between words, and between Chinese characters, into lines of at most so many characters.

    Args:
        text: what is broken.
        width: cells of a line.
        breaks: returns the parts that stay whole; else words and characters.
    """
    if cell_len(text) <= width:
        return [text]
    lines = [""]
    for unit in (breaks or _units().findall)(text):
        if lines[-1] and cell_len(lines[-1] + unit.rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += unit if lines[-1] else unit.lstrip()
    return [line.rstrip() for line in lines]


def _write_csv(columns: Sequence[str], rows: Iterable[Row]) -> None:
    import csv

    writer = csv.writer(_in_utf8(), lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([plain(value) if isinstance(value, Decimal) else value for value in row] for row in rows)


def _write_json(columns: Sequence[str], rows: Iterable[Row]) -> None:
    import json

    file, before = _in_utf8(), "["
    for row in rows:
        entry = dict(zip(columns, map(_jsonable, row), strict=True))
        file.write(before + json.dumps(entry, ensure_ascii=False))
        before = ",\n"
    file.write("[]\n" if before == "[" else "]\n")


def _in_utf8() -> TextIO:
    """Return standard output as programs read it, whatever the terminal's encoding."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    return sys.stdout


def _jsonable(value: object) -> object:
    """Return a value as JSON has it: figures as numbers, dates and what it has no form for as texts."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if value is None or isinstance(value, str | int | float) else str(value)
