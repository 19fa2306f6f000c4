"""What queries find in the input files, as violations: one for each cause, with how many rows and the first of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb

from minsheng.inputs.violations import Violation, shown

ALL = "`minsheng check-inputs --all` lists them"
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
            more = ", …" if self.rows > len(self.lines) else ""
            found += f" ({self.rows:,} rows: line{'s' * (len(self.lines) > 1)} {', '.join(map(str, self.lines))}{more}"
            if self.elsewhere:
                rest = len(self.elsewhere) - _FILES
                found += f"; also {', '.join(self.elsewhere[:_FILES])}" + (
                    f" and {rest:,} more files" if rest > 0 else ""
                )
            found += ")"
        return Violation(self.file, self.lines[0], self.column, found, self.expected)


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
        for n, (file, lines, found, count, total) in enumerate(places):
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
                self._counted.append(Violation(file, lines[0], column, f"{more:,} more like it ({ALL})", expected))
                break
        return bool(places)
