"""Tables with the headings of their columns, from the map of a document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minsheng.documents.drafting import words
from minsheng.documents.drafting.cells import Cell, holds_values
from minsheng.documents.reading.canonical import DocumentMap


@dataclass(frozen=True)
class Row:
    """A row of a table: its cells by column, None where it has none."""

    cells: tuple[Cell | None, ...]
    subgroup: str = ""
    """What part of its label the row is about, where that has a cell of its own."""


@dataclass(frozen=True)
class Table:
    """A table with the headings of its columns."""

    start: int
    end: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    is_aligned: bool = True
    header_cells: tuple[Cell, ...] = ()


def of_map(text: str, document_map: DocumentMap) -> list[Table]:
    """Return the tables of a map; a merged cell stands in every row that it spans, and heads every column."""
    found = []
    for block in document_map.blocks:
        if block.kind != "table" or block.columns < 2:
            continue
        grid: list[list[Cell | None]] = [[None] * block.columns for _ in range(block.rows)]
        for cell in block.cells:
            here = Cell(cell.start, text[cell.start : cell.end])
            for row in range(cell.row, min(cell.row + cell.row_span, block.rows)):
                for column in range(cell.column, min(cell.column + cell.column_span, block.columns)):
                    grid[row][column] = here
        depth = _header_depth(grid)
        headers = tuple(_header(grid[:depth], column) for column in range(block.columns))
        heads = tuple({cell.start: cell for row in grid[:depth] for cell in row if cell}.values())
        rows = tuple(Row(tuple(row)) for row in grid[depth:])
        found.append(Table(block.start, block.end, headers, rows, bool(depth), heads))
    return found


def _header_depth(grid: list[list[Cell | None]]) -> int:
    """Return the number of rows above the first that holds a value beside a label."""
    for n, row in enumerate(grid[:4]):
        filled = [cell for cell in row if cell and cell.text]
        if n and any(map(holds_values, filled)) and not all(map(holds_values, filled)):
            return n
    return 1 if len(grid) > 1 else 0


def _header(rows: list[list[Cell | None]], column: int) -> str:
    pieces: list[Cell] = []
    for row in rows:
        cell = row[column]
        if cell and cell.text and cell not in pieces:
            pieces.append(cell)
    return "".join(cell.text for cell in pieces)


_KINDS = ("number", "label", "group", "unit", "body", "nature", "growth", "note", "term", "place", "content")


def is_heading(text: str) -> bool:
    """Return whether a text is the heading of a column."""
    bare = re.sub(r"[（(].*[）)]$", "", text)
    names = (f"{kind}_header" for kind in _KINDS)
    return bool(words.pattern("W", *names).fullmatch(bare)) or is_value_header(text)


def is_value_header(text: str) -> bool:
    """Return whether a heading is that of a column of values: it names a year, or says target, actual or investment."""
    bare = squeezed(text)
    if len(bare) > 24 or re.search("[，。；]", bare):
        return False
    return bool(
        re.match(r"(?:(?:19|20)\d\d(?:年|[-—－至]|$))|.*(?:19|20)\d\d年", bare)
        or words.pattern(".*W(?:[（(].*[）)])?", "value_header").fullmatch(bare)
    )


def squeezed(text: str) -> str:
    """Return a text without blanks."""
    return "".join(text.split())
