"""What queries find in the input files, as violations: one for each cause, with how many rows and the first of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb

from minsheng.inputs.violations import Violation, short, shown
from minsheng.messages import Message

SAYS = "create macro says(message, fields) as {'message': message, 'fields': fields}"
"""What queries find is a field of a file, or `says(message, map)`: a message and the texts that are put into it."""
_LINES, _FILES = 3, 3
"""Lines, and further files, that a message names."""


@dataclass
class _Cause:
    """One thing that is wrong, in as many rows as there are."""

    file: str
    lines: list[int]
    column: str
    found: str
    expected: str
    rows: int
    elsewhere: list[str] = field(default_factory=list)
    """Further files, with the first line of each."""

    def violation(self) -> Violation:
        found = shown(self.found)
        if self.rows > 1:
            found = Message("{found} ({count} rows: {places})", found=found, count=self.rows, places=self._places())
        return Violation(self.file, self.lines[0], self.column, found, self.expected)

    def _places(self) -> Message:
        lines = ", ".join(map(str, self.lines)) + (", …" if self.rows > len(self.lines) else "")
        places = Message("line {lines}", "lines {lines}", lines=lines, count=len(self.lines))
        if not self.elsewhere:
            return places
        files = ", ".join(self.elsewhere[:_FILES])
        if (rest := len(self.elsewhere) - _FILES) > 0:
            return Message("{places}; also {files} and {rest} more files", places=places, files=files, rest=rest)
        return Message("{places}; also {files}", places=places, files=files)


def message_of(found: Any) -> str:
    """Return what a query found: a field as it is, what `says` made as the message that it is."""
    if not isinstance(found, Mapping):
        return str(found)
    return Message(found["message"], **{name: short(str(text)) for name, text in found["fields"].items()})


class Findings:
    """What is found; rows of one file that hold the same are one violation, and of many violations the first."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, listed: int) -> None:
        """Begin with nothing found.

        Args:
            connection: holds the tables of the input check.
            listed: how many violations are listed of one query; the rest is counted.
        """
        self._connection = connection
        self._listed = listed
        self._causes: dict[tuple[str, ...], _Cause] = {}
        self._counted: list[Violation] = []

    def __bool__(self) -> bool:
        return bool(self._causes)

    def violations(self) -> list[Violation]:
        """Return what was found, in order of file and line."""
        return sorted({*(cause.violation() for cause in self._causes.values()), *self._counted})

    def add(self, rows: str, column: str, expected: str, is_one_cause: bool = False) -> bool:
        """Add the rows of a query.

        Args:
            rows: a query of file, line, found.
            column: what is wrong.
            expected: what would be right.
            is_one_cause: whether the same found in several files, and by several queries, has one cause.

        Returns:
            Whether there are any.
        """
        most = min(self._listed, 1 << 40) * (100 if is_one_cause else 1) + 1
        places = self._connection.execute(
            f"select file, min(line, {_LINES}), found, count(*), cast(sum(count(*)) over () as bigint)"
            f" from ({rows}) group by file, found order by file, min(line), found limit {most}"
        ).fetchall()
        listed = 0
        for n, (file, lines, field_or_message, count, total) in enumerate(places):
            found = message_of(field_or_message)
            key = (found, expected) if is_one_cause else (file, column, found, expected)
            if cause := self._causes.get(key):
                if is_one_cause:
                    cause.rows += count
                    cause.elsewhere.append(f"{file}:{lines[0]}")
            elif listed < self._listed:
                listed += 1
                self._causes[key] = _Cause(file, lines, column, found, expected, count)
            else:
                more = total - sum(count for *_, count, _ in places[:n])
                text = Message("{count} more like it (`minsheng check-inputs --all` lists them)", count=more)
                self._counted.append(Violation(file, lines[0], column, text, expected))
                break
        return bool(places)
