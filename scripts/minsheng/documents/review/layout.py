"""How the page shows a document: paragraphs, and tables whose cells are stretches of the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from minsheng.documents.drafting import flattened
from minsheng.documents.drafting.grids import Table
from minsheng.documents.reading.canonical import DocumentMap, MappedBlock

Rows = list[list[list[int]]]
_BLANK = [0, 0, 1, 1, 0]
_BETWEEN = frozenset(" \t\n\r|　")
"""What may stand between the cells of a flattened table."""


def blocks(text: str, document_map: DocumentMap | None) -> list[dict[str, Any]]:
    """Return paragraphs and tables in order; together they hold every character that can be seen.

    Args:
        text: the document.
        document_map: its map; without one, tables that are recognised in the text.

    Returns:
        Entries with start and end, tables with rows of [start, end, row span, column span, is heading].
    """
    tables = list(_mapped(document_map) if document_map else _recognised(text))
    found: list[dict[str, Any]] = []
    at = 0
    for table in [*tables, None]:
        end = table["start"] if table else len(text)
        for line in text[at:end].split("\n"):
            if line.strip():
                found.append({"start": at, "end": at + len(line)})
            at += len(line) + 1
        if table:
            found.append(table)
            at = table["end"]
    return found


def _mapped(document_map: DocumentMap) -> Iterator[dict[str, Any]]:
    for block in document_map.blocks:
        if block.kind == "table":
            yield {"start": block.start, "end": block.end, "rows": _rows(block)}


def _rows(block: MappedBlock) -> Rows:
    rows: Rows = [[] for _ in range(block.rows)]
    for cell in block.cells:
        rows[cell.row].append([cell.start, cell.end, cell.row_span, cell.column_span, int(cell.row == 0)])
    return rows


def _recognised(text: str) -> Iterator[dict[str, Any]]:
    for table in flattened.of_text(text):
        rows, end = _cells(table)
        for start, stop in _left(text, table.start, end, rows):
            _put(rows, start, stop)
        yield {"start": table.start, "end": end, "rows": rows}


def _cells(table: Table) -> tuple[Rows, int]:
    """Return each cell once, in order of the document, and the offset after the last; a cell without text is blank."""
    rows = [[[cell.start, cell.end, 1, 1, 1] for cell in table.header_cells]]
    seen = {cell.start for cell in table.header_cells}
    for row in table.rows:
        cells = []
        for cell in row.cells:
            if cell is None or not cell.text:
                cells.append(_BLANK)
            elif cell.start not in seen:
                seen.add(cell.start)
                cells.append([cell.start, cell.end, 1, 1, 0])
        rows.append(cells)
    return rows, max((stop for row in rows for _, stop, *_ in row), default=table.end)


def _left(text: str, start: int, end: int, rows: Rows) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a table that are in none of its cells: sub-headings, and what else did not fit."""
    inside = {at for row in rows for first, stop, *_ in row for at in range(first, stop)}
    stretch: list[int] = []
    for at in range(start, end + 1):
        if at < end and at not in inside and text[at] not in _BETWEEN:
            stretch.append(at)
        elif stretch:
            yield stretch[0], stretch[-1] + 1
            stretch = []


def _put(rows: Rows, start: int, stop: int) -> None:
    """Put a stretch into the row that it stands in, in the place of a blank cell, else into a row of its own."""
    for n, row in enumerate(rows):
        places = [cell[0] for cell in row if cell is not _BLANK]
        if places and start < places[-1]:
            if start < places[0]:
                rows.insert(n, [[start, stop, 1, max(map(len, rows)), 0]])
                return
            at = next(i for i, cell in enumerate(row) if cell is not _BLANK and cell[0] > start)
            row[at - 1 : at] = [*(row[at - 1 : at] if row[at - 1] is not _BLANK else []), [start, stop, 1, 1, 0]]
            return
    rows.append([[start, stop, 1, max(map(len, rows)), 0]])
