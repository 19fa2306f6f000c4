"""Tables recognised in a flattened text: cells apart by |, by tabs, or one a line.

Rows are put in order by what the cells hold; where a row does not fit, the table is not aligned, and nothing in it is
sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from minsheng.documents.drafting import tabbed, words
from minsheng.documents.drafting.cells import Cell, holds_values
from minsheng.documents.drafting.grids import Row, Table, is_value_header, squeezed

_MAX_CELL = 60
"""Characters that a cell of a flattened table has at the most; a longer line is running text."""
_MIN_CELLS = 8


def of_text(text: str) -> list[Table]:
    """Return the tables that are recognised in a flattened text, in order."""
    found = [*_piped(text), *tabbed.find(text), *_one_cell_a_line(text)]
    kept: list[Table] = []
    for table in found:
        if all(table.end <= other.start or other.end <= table.start for other in kept):
            kept.append(table)
    return sorted(kept, key=lambda table: table.start)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _piped(text: str) -> Iterator[Table]:
    """Yield tables whose cells are apart by |; a group is printed in its first row only."""
    run: list[list[Cell]] = []
    for start, line in [*_lines(text), (len(text), "")]:
        if line.count("|") >= 2:
            cells, at = [], start
            for piece in line.split("|"):
                cells.append(Cell.stripped(at, piece))
                at += len(piece) + 1
            run.append(cells[:-1] if not cells[-1].text else cells)
        elif run and line.strip():
            if len(run) > 1:
                yield _aligned(run)
            run = []
    if len(run) > 1:
        yield _aligned(run)


def _aligned(run: list[list[Cell]]) -> Table:
    """Put piped rows below their heads: a row without its group begins one column later."""
    heads, body = run[0], run[1:]
    headers = tuple(cell.text for cell in heads)
    number = next((n for n, header in enumerate(headers) if header in words.of("number_header")), None)
    rows, is_aligned = [], True
    for cells in body:
        shift = 0
        if number and re.fullmatch(r"\d{1,3}", cells[0].text):
            shift = number
        placed = [None] * shift + [*cells]
        while len(placed) > len(headers) and placed[-1] is not None and not placed[-1].text:
            placed.pop()
        is_aligned &= len(placed) == len(headers)
        placed += [None] * (len(headers) - len(placed))
        rows.append(Row(tuple(placed[: len(headers)])))
    end = max(cell.end for cell in run[-1])
    return Table(heads[0].start, end, headers, tuple(rows), is_aligned, tuple(heads))


def _one_cell_a_line(text: str) -> Iterator[Table]:
    """Yield tables of which each cell is a line of its own."""
    run: list[Cell] = []
    for start, line in [*_lines(text), (len(text), "x" * (_MAX_CELL + 1))]:
        cell = Cell.stripped(start, line)
        if not cell.text:
            continue
        if len(cell.text) <= _MAX_CELL and not cell.text.endswith(("。", "；")) and "|" not in cell.text:
            run.append(cell)
            continue
        yield from _tables_of_run(run)
        run = []


def _tables_of_run(run: list[Cell]) -> Iterator[Table]:
    """Yield the tables of a run of short lines: each begins with headings and goes on as long as its rows fit."""
    n = 0
    while n < len(run):
        if len(run) - n >= _MIN_CELLS and (heads := _heads(run, n)) and (table := _rows_below(run, n, heads)):
            yield table
            n = next((m for m in range(n, len(run)) if run[m].start >= table.end), len(run))
        else:
            n += 1


def _heads(run: list[Cell], first: int) -> list[Cell]:
    """Return the headings that begin at a line: a label's, then at least one of a column of values."""
    kinds = ("number", "label", "group", "body", "nature", "growth", "note")
    known = words.pattern("W", *(f"{kind}_header" for kind in kinds))
    if not known.fullmatch(squeezed(run[first].text)):
        return []
    heads: list[Cell] = []
    for cell in run[first : first + 14]:
        is_head = known.fullmatch(squeezed(cell.text)) or is_value_header(cell.text)
        if is_head:
            heads.append(cell)
        elif heads and cell.text.startswith(("（", "(", "年")) and len(cell.text) < 12:
            heads[-1] = Cell(heads[-1].start, heads[-1].text + cell.text, cell.end)
        else:
            break
    has_values = any(is_value_header(cell.text) for cell in heads)
    has_label = any(words.pattern("W", "label_header").fullmatch(squeezed(cell.text)) for cell in heads)
    return heads if has_values and has_label else []


def _rows_below(run: list[Cell], first: int, heads: list[Cell]) -> Table | None:
    """Read the cells below headings as rows of group, label and values."""
    headers = tuple(squeezed(head.text) for head in heads)
    columns = [n for n, header in enumerate(headers) if is_value_header(header)]
    label = next(n for n, header in enumerate(headers) if words.pattern("W", "label_header").fullmatch(header))
    number = next((n for n, h in enumerate(headers) if words.pattern("W", "number_header").fullmatch(h)), None)
    group = next((n for n, h in enumerate(headers) if words.pattern("W", "group_header").fullmatch(h)), None)
    below = [cell for cell in run[first:] if cell.start >= heads[-1].end]
    rows: list[Row] = []
    texts: list[Cell] = []
    end, n, is_aligned = heads[-1].end, 0, True
    while n < len(below):
        cell = below[n]
        if not holds_values(cell) or (number is not None and not texts and re.fullmatch(r"\d{1,3}", cell.text)):
            texts = _with_text(texts, cell)
            if len(texts) > 4:
                break
            n += 1
            continue
        values: list[Cell] = []
        while n < len(below) and len(values) < len(columns) and holds_values(below[n]):
            values.append(below[n])
            n += 1
        if not texts:
            is_aligned = False
            break
        is_aligned &= len(values) == len(columns)
        placed: list[Cell | None] = [None] * len(headers)
        placed[label] = texts[-1]
        if group is not None and len(texts) > 1 and not re.fullmatch(r"\d{1,3}", texts[-2].text):
            placed[group] = texts[-2]
        for column, value in zip(columns, values, strict=False):
            placed[column] = value
        rows.append(Row(tuple(placed)))
        end = values[-1].end
        texts = []
    if len(rows) < 2:
        return None
    return Table(heads[0].start, end, headers, tuple(rows), is_aligned, tuple(heads))


def _with_text(texts: list[Cell], cell: Cell) -> list[Cell]:
    """Add a text to those before a row's values; one that begins with a bracket goes on with the one before."""
    if texts and cell.text.startswith(("（", "(")) and not re.fullmatch(r"\d{1,3}", texts[-1].text):
        return [*texts[:-1], replace(texts[-1], text=texts[-1].text + cell.text, end=cell.end)]
    return [*texts, cell]
