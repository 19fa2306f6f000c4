"""Flattened tables whose cells begin with a tab and whose rows are apart by an empty line.

A line without a tab goes on with the cell before it. A heading over two columns is printed once, so that rows may have
more cells than there are headings: they are put where values stand below those of values.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from minsheng.documents.drafting.cells import Cell, holds_values, learn
from minsheng.documents.drafting.grids import Row, Table, is_heading, is_value_header

_MAX_HEADINGS = 14


def find(text: str) -> Iterator[Table]:
    """Yield the tables of a text, in order."""
    runs = list(_runs(text))
    learn(cell.text for rows in runs for row in rows for cell in row)
    for rows in runs:
        first = 0
        for n in range(1, len(rows) + 1):
            if n == len(rows) or (n > first and _is_head(rows[n])):
                if _is_head(rows[first]) and n - first > 2:
                    yield _table(rows[first], rows[first + 1 : n])
                first = n


def _runs(text: str) -> Iterator[list[list[Cell]]]:
    """Yield runs of rows that follow each other."""
    rows: list[list[Cell]] = []
    empty_lines, start = 2, 0
    for line in [*text.split("\n"), "", "", "x"]:
        if line.startswith("\t"):
            cell = Cell.stripped(start, line)
            cell = cell if cell.text else Cell(start + 1, "")
            if empty_lines or not rows:
                rows.append([])
            rows[-1].append(cell)
            empty_lines = 0
        elif not line.strip():
            empty_lines += 1
        elif rows and empty_lines < 2 and rows[-1][-1].text:
            last = rows[-1][-1]
            rows[-1][-1] = Cell(last.start, text[last.start : start + len(line.rstrip())], start + len(line.rstrip()))
            empty_lines = 0
        else:
            if len(rows) > 2:
                yield rows
            rows = []
            empty_lines = 0
        start += len(line) + 1


def _is_head(row: list[Cell]) -> bool:
    named = [cell for cell in row if is_heading("".join(cell.text.split()))]
    return 2 <= len(row) <= _MAX_HEADINGS and 2 * len(named) > len(row)


def _placed(
    cells: list[Cell], headers: tuple[str, ...], above: list[Row] | None = None
) -> tuple[Cell | None, ...] | None:
    """Put the cells of a row below headings so that values stand below those of values; None where they do not fit.

    Args:
        cells: the cells.
        headers: the headings.
        above: rows of which the last one's label goes on, where the row has none.
    """
    is_value_column = [is_value_header(header) for header in headers]
    free = len(headers) - len(cells)
    for shift in range(max(free, 0), -1, -1) if free >= 0 else ():
        placed = [None] * shift + [*cells] + [None] * (free - shift)
        if above and True in is_value_column:
            label = is_value_column.index(True) - 1
            last = above[-1].cells[label]
            placed[label] = placed[label] if placed[label] and placed[label].text else last  # type: ignore[union-attr]
        below = [cell for cell, is_value in zip(placed, is_value_column, strict=True) if is_value]
        before = placed[: is_value_column.index(True)] if True in is_value_column else placed
        has_label = any(cell and cell.text and not holds_values(cell) for cell in before)
        if has_label and all(cell is not None and holds_values(cell) for cell in below):
            return tuple(placed)
    return None


def _table(heads: list[Cell], body: list[list[Cell]]) -> Table:
    """Put rows below their headings."""
    width = max(Counter(len(row) for row in body if len(row) > 1).items(), key=lambda item: item[1], default=(0, 0))[0]
    width = max(width, len(heads))
    headers = ("",) * (width - len(heads)) + tuple("".join(cell.text.split()) for cell in heads)
    rows: list[Row] = []
    is_aligned = True
    label = next((n for n, header in enumerate(headers) if is_value_header(header)), 1) - 1
    for cells in body:
        if len(cells) == 1 and not re.search(r"\d", cells[0].text):
            continue  # the name of a group
        placed, subgroup = _placed(cells, headers), ""
        if placed is None and len(cells) == width + 1:
            # One cell more than headings: the part of a label that the row is about.
            placed, subgroup = _placed([*cells[: label + 1], *cells[label + 2 :]], headers, rows), cells[label + 1].text
        is_aligned &= placed is not None
        if placed:
            rows.append(Row(placed, subgroup))
    return Table(heads[0].start, body[-1][-1].end, headers, tuple(rows), is_aligned, tuple(heads))
