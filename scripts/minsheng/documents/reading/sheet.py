"""Reading xlsx: numbers as Excel prints them, merged cells, titles and notes around a table as paragraphs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from minsheng.documents.reading import packages
from minsheng.documents.reading.blocks import Block, Content, Grid, GridCell, Paragraph, UnreadableFile, bounded, clean
from minsheng.documents.reading.number_format import UnknownFormat, printed
from minsheng.messages import Message

_MAX_ROWS, _MAX_COLUMNS = 20_000, 300
_MAX_MERGED = 200_000
"""Cells that merged cells may cover together."""
_MERGED = re.compile(rb"<mergeCell\b[^>]*\bref\s*=\s*[\"']([A-Z$]+[0-9$]+:[A-Z$]+[0-9$]+)[\"']")


def read(content: bytes) -> Content:
    """Read an xlsx file, sheet by sheet; hidden sheets are left out and named.

    Raises:
        UnreadableFile: it cannot be read, or is refused.
    """
    import openpyxl

    packages.check(content)
    _check_merged(content)
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        blocks = bounded(block for sheet in sheets for block in _blocks(sheet))
    except (UnreadableFile, MemoryError):
        raise
    except Exception as error:
        raise UnreadableFile(
            Message("is no xlsx file that can be read: {error}", error=str(error).splitlines()[0])
        ) from None
    hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
    warnings = (Message("hidden sheets are left out: {names}", names=", ".join(hidden)),) if hidden else ()
    return Content(blocks, f"openpyxl {openpyxl.__version__}", warnings=warnings)


def _check_merged(content: bytes) -> None:
    """Refuse merged cells that are more than a table can be, before openpyxl makes each cell of them."""
    from openpyxl.utils.cell import range_boundaries

    covered = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                for reference in _MERGED.findall(archive.read(name)):
                    left, top, right, bottom = (edge or 1 for edge in range_boundaries(reference.decode()))
                    covered += (right - left + 1) * (bottom - top + 1)
                    if covered > _MAX_MERGED:
                        raise UnreadableFile(
                            Message(
                                "merges {reference}, which is more than a table can be", reference=reference.decode()
                            )
                        )


def _blocks(sheet: Any) -> Iterator[Block]:
    if sheet.max_row > _MAX_ROWS or sheet.max_column > _MAX_COLUMNS:
        raise UnreadableFile(
            Message("has a sheet of more than {rows} rows or {columns} columns", rows=_MAX_ROWS, columns=_MAX_COLUMNS)
        )
    spans, covered = _merged(sheet)
    texts = {
        (cell.row, cell.column): text
        for row in sheet.iter_rows()
        for cell in row
        if (cell.row, cell.column) not in covered and (text := _text(sheet, cell))
    }
    filled = {row for row, _ in texts} | {row for row, _ in covered}
    for first, last in _runs(sorted(filled)):
        yield from _part(first, last, texts, spans)


def _merged(sheet: Any) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Return the spans of merged cells by their first place, and the places that they cover besides."""
    spans, covered = {}, set()
    for merged in sheet.merged_cells.ranges:
        spans[merged.min_row, merged.min_col] = merged.size["rows"], merged.size["columns"]
        covered |= set(merged.cells) - {(merged.min_row, merged.min_col)}
    return spans, covered


def _text(sheet: Any, cell: Any) -> str:
    if cell.data_type == "f":
        raise UnreadableFile(
            Message(
                "has a formula in {sheet}!{cell}; save it with values in their place",
                sheet=sheet.title,
                cell=cell.coordinate,
            )
        )
    try:
        return clean(printed(cell.value, cell.number_format))
    except UnknownFormat as error:
        raise UnreadableFile(
            Message(
                "prints {sheet}!{cell} as {error}, which is not known here",
                sheet=sheet.title,
                cell=cell.coordinate,
                error=error,
            )
        ) from None


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each run of rows that follow each other."""
    start = 0
    for n, row in enumerate(rows):
        if n + 1 == len(rows) or rows[n + 1] != row + 1:
            yield rows[start], row
            start = n + 1


def _part(
    first: int, last: int, texts: dict[tuple[int, int], str], spans: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[Block]:
    """Yield a table, and as paragraphs the rows before and after it that have one cell."""
    columns: dict[int, list[int]] = {row: [] for row in range(first, last + 1)}
    for row, column in texts:
        if first <= row <= last:
            columns[row].append(column)
    tall = {n for row, column in spans for n in range(row, row + spans[row, column][0]) if spans[row, column][0] > 1}
    in_table = [row for row in columns if len(columns[row]) > 1 or row in tall]
    top, bottom = (in_table[0], in_table[-1]) if in_table else (last + 1, last)
    for row in range(first, top):
        yield from (Paragraph(texts[row, column]) for column in columns[row])
    if in_table:
        left = min(column for row in range(top, bottom + 1) for column in columns[row])
        cells = []
        for place, text in sorted(texts.items()):
            if top <= place[0] <= bottom:
                cells.append(GridCell(place[0] - top, place[1] - left, *spans.get(place, (1, 1)), text))
        yield Grid(tuple(_with_empty(cells)))
    for row in range(max(bottom, top - 1) + 1, last + 1):
        yield from (Paragraph(texts[row, column]) for column in columns[row])


def _with_empty(cells: list[GridCell]) -> Iterator[GridCell]:
    """Yield the cells and, where no cell is, an empty one."""
    grid = Grid(tuple(cells))
    taken = {
        (cell.row + i, cell.column + j) for cell in cells for i in range(cell.row_span) for j in range(cell.column_span)
    }
    empty = [
        GridCell(row, column, 1, 1, "")
        for row in range(grid.rows)
        for column in range(grid.columns)
        if (row, column) not in taken
    ]
    yield from sorted([*cells, *empty], key=lambda cell: (cell.row, cell.column))
