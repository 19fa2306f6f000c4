"""Reading pdf: lines joined to paragraphs, ruled tables as grids, tables and rows joined over page breaks."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from minsheng.documents.reading import scan
from minsheng.documents.reading.blocks import Block, Content, Grid, GridCell, Paragraph, UnreadableFile, bounded, joined
from minsheng.messages import Message

_MAX_PAGES = 1_000
_PAGE_NUMBER = re.compile(r"[-—–－\s第]*\d{1,4}[-—–－\s页]*(?:/\s*\d+)?")
_MARGIN = 0.1
"""Share of a page's height at its top and bottom where a page number may be."""
_OPENS = re.compile(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.．、](?!\d)|附件\s*\d*|专栏|注："
)
_ALIKE = 3.0
"""Points by which edges of one grid may differ."""


@dataclass(frozen=True)
class _Line:
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True)
class _Table:
    grid: Grid
    edges: tuple[float, ...]
    top: float
    bottom: float


def read(content: bytes) -> Content:
    """Read a pdf file; one without text is recognised page by page.

    Raises:
        UnreadableFile: it cannot be read, or is refused.
    """
    import pdfplumber

    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if len(document.pages) > _MAX_PAGES:
                raise UnreadableFile(Message("has more than {most} pages", most=_MAX_PAGES))
            pages = []
            for page in document.pages:
                pages.append(_page(page))
                page.close()
    except (UnreadableFile, MemoryError):
        raise
    except Exception as error:
        if "password" in type(error).__name__.lower():
            raise UnreadableFile(Message("is encrypted")) from None
        reason = (str(error) or type(error).__name__).splitlines()[0].rstrip(": ")
        raise UnreadableFile(Message("is no pdf file that can be read: {error}", error=reason)) from None
    if not any(pages):
        return scan.read_pdf(content)
    empty = [str(n) for n, page in enumerate(pages, 1) if not page]
    warnings = (Message("no text on page {pages}", pages=", ".join(empty)),) if empty else ()
    return Content(bounded(_flow(pages)), f"pdfplumber {pdfplumber.__version__}", warnings=warnings)


def _page(page: Any) -> list[_Line | _Table]:
    """Return lines and tables of a page, from top to bottom."""
    tables = [table for table in page.find_tables() if len(table.cells) > 1]
    outside = page
    for table in tables:
        outside = outside.outside_bbox(_within(table.bbox, page.bbox))
    found: list[_Line | _Table] = [_grid(table, page) for table in tables]
    for line in outside.extract_text_lines(return_chars=True, strip=True):
        size = max(char["size"] for char in line["chars"])
        is_at_edge = not page.height * _MARGIN < line["top"] - page.bbox[1] < page.height * (1 - _MARGIN)
        if not (is_at_edge and _PAGE_NUMBER.fullmatch(line["text"])):
            found.append(_Line(line["text"], line["x0"], line["x1"], line["top"], line["bottom"], size))
    return sorted(found, key=lambda item: item.top)


def _within(box: tuple[float, ...], outer: tuple[float, ...]) -> tuple[float, float, float, float]:
    return max(box[0], outer[0]), max(box[1], outer[1]), min(box[2], outer[2]), min(box[3], outer[3])


def _edges(places: Iterable[float]) -> list[float]:
    """Return places in order, those as good as equal once."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _ALIKE:
            found.append(place)
    return found


def _nearest(edges: list[float], place: float) -> int:
    return min(range(len(edges)), key=lambda n: abs(edges[n] - place))


def _grid(table: Any, page: Any) -> _Table:
    xs = _edges(place for cell in table.cells for place in (cell[0], cell[2]))
    ys = _edges(place for cell in table.cells for place in (cell[1], cell[3]))
    cells = []
    for box in table.cells:
        column, right = _nearest(xs, box[0]), _nearest(xs, box[2])
        row, bottom = _nearest(ys, box[1]), _nearest(ys, box[3])
        text = page.crop(_within(box, page.bbox)).extract_text() or ""
        cells.append(GridCell(row, column, max(bottom - row, 1), max(right - column, 1), joined(text.split("\n"))))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return _Table(Grid(tuple(cells)), tuple(xs), table.bbox[1], table.bbox[3])


def _flow(pages: list[list[_Line | _Table]]) -> Iterator[Block]:
    """Put the pages one after the other: paragraphs and tables that a page break cuts become whole."""
    lines: list[_Line] = []
    table: _Table | None = None
    left, right = _text_margins(pages)
    for page in pages:
        for n, item in enumerate(page):
            if isinstance(item, _Table):
                yield from _paragraphs(lines, left, right)
                lines = []
                if table and n == 0 and _is_same_form(table, item):
                    table = replace(item, grid=_joined_grids(table.grid, item.grid), edges=table.edges)
                else:
                    if table:
                        yield table.grid
                    table = item
            else:
                if table:
                    yield table.grid
                    table = None
                lines.append(item)
    if table:
        yield table.grid
    yield from _paragraphs(lines, left, right)


def _text_margins(pages: list[list[_Line | _Table]]) -> tuple[float, float]:
    lines = [item for page in pages for item in page if isinstance(item, _Line)]
    if not lines:
        return 0.0, 0.0
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    return lefts[len(lefts) // 20], rights[-1 - len(rights) // 20]


def _paragraphs(lines: list[_Line], left: float, right: float) -> Iterator[Paragraph]:
    """Join lines: a paragraph ends with a line that is not full, and where the next one is indented or numbered."""
    pieces: list[str] = []
    previous: _Line | None = None
    for line in lines:
        if previous and (
            previous.right < right - 1.5 * previous.size
            or line.left > left + 0.8 * line.size
            or abs(line.size - previous.size) > 1
            or _OPENS.match(line.text)
        ):
            yield Paragraph(joined(pieces))
            pieces = []
        pieces.append(line.text)
        previous = line
    yield Paragraph(joined(pieces))


def _is_same_form(above: _Table, below: _Table) -> bool:
    return len(above.edges) == len(below.edges) and all(
        abs(one - other) <= 2 * _ALIKE for one, other in zip(above.edges, below.edges, strict=True)
    )


def _rows(grid: Grid) -> list[list[GridCell]]:
    rows: list[list[GridCell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell)
    return rows


def _joined_grids(above: Grid, below: Grid) -> Grid:
    """Put a table's part on the next page below it: repeated headings go, a row that the break cuts is one again."""
    rows, heads = _rows(below), _rows(above)
    repeated = 0
    while repeated < min(len(rows), len(heads)) and _texts(rows[repeated]) == _texts(heads[repeated]):
        repeated += 1
    moved = [replace(cell, row=cell.row - repeated) for cell in below.cells if cell.row >= repeated]
    first = [cell for cell in moved if cell.row == 0]
    filled = sum(cell.column_span for cell in first if cell.text)
    is_cut = bool(first) and 2 * filled < below.columns
    offset = above.rows - is_cut
    cells = list(above.cells)
    for cell in moved:
        if is_cut and cell.row == 0 and (upper := _at(cells, above.rows - 1, cell.column)) is not None:
            whole = cells[upper]
            cells[upper] = replace(
                whole, text=joined([whole.text, cell.text]), row_span=whole.row_span + cell.row_span - 1
            )
        else:
            cells.append(replace(cell, row=cell.row + offset))
    return Grid(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _texts(row: list[GridCell]) -> list[tuple[int, str]]:
    return [(cell.column, cell.text) for cell in row]


def _at(cells: list[GridCell], row: int, column: int) -> int | None:
    """Return the number of the cell that covers a place."""
    for n, cell in enumerate(cells):
        in_rows = cell.row <= row < cell.row + cell.row_span
        if in_rows and cell.column <= column < cell.column + cell.column_span:
            return n
    return None
