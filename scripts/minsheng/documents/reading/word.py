"""Reading docx: paragraphs with their automatic numbers, tables whose merged cells keep their identity."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from minsheng.documents.reading import packages
from minsheng.documents.reading.blocks import Block, Content, Grid, GridCell, Paragraph, UnreadableFile, bounded, joined
from minsheng.documents.reading.numbering import Numbering
from minsheng.messages import Message

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TRANSPARENT = {f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_TEXT, _BREAKS = f"{_W}t", {f"{_W}br", f"{_W}cr"}
_BLANKS = {f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}
_UNREAD = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "rPr", "pPr", "pict", "footnoteReference")}
_UNREAD |= {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_MAX_COLUMNS = 200


def read(content: bytes) -> Content:
    """Read a docx file.

    Raises:
        UnreadableFile: it cannot be read, or is refused.
    """
    import docx

    packages.check(content)
    try:
        document = docx.Document(io.BytesIO(content))
        part = document.part
        numbering = next((rel.target_part.element for rel in part.rels.values() if _is_numbering(rel)), None)
        blocks = bounded(_blocks(part.element.body, Numbering(numbering, part.styles.element)))
    except (UnreadableFile, MemoryError):
        raise
    except Exception as error:
        raise UnreadableFile(
            Message("is no docx file that can be read: {first_line}", first_line=_first_line(error))
        ) from None
    return Content(blocks, f"python-docx {docx.__version__}")


def _is_numbering(relation: Any) -> bool:
    return not relation.is_external and relation.reltype.endswith("/numbering")


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _children(element: Any) -> Iterator[Any]:
    """Yield the children, and those of controls and accepted changes around them."""
    for child in element:
        if child.tag in _TRANSPARENT:
            yield from _children(child)
        else:
            yield child


def _blocks(body: Any, numbering: Numbering) -> Iterator[Block]:
    for child in _children(body):
        if child.tag == f"{_W}p":
            lines = _lines(child)
            number = numbering.next(child) if any(lines) else ""
            for n, line in enumerate(lines):
                yield Paragraph(joined([number + line.strip() if n == 0 else line]))
        elif child.tag == f"{_W}tbl":
            yield Grid(tuple(_cells(child, numbering)))


def _lines(paragraph: Any) -> list[str]:
    """Return the text of a paragraph, divided where it breaks the line; of changes what they leave."""
    pieces = [""]
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == _TEXT:
            pieces[-1] += element.text or ""
        elif element.tag in _BREAKS:
            pieces.append("")
        elif element.tag in _BLANKS:
            pieces[-1] += _BLANKS[element.tag]
        elif element.tag not in _UNREAD:
            stack.append(iter(element))
    return pieces


def _cells(table: Any, numbering: Numbering) -> Iterator[GridCell]:
    open_cells: dict[int, GridCell] = {}
    for row, row_element in enumerate(child for child in _children(table) if child.tag == f"{_W}tr"):
        column = _count(row_element.find(f"{_W}trPr"), "gridBefore", 0)
        continued: set[int] = set()
        for element in (child for child in _children(row_element) if child.tag == f"{_W}tc"):
            properties = element.find(f"{_W}tcPr")
            span = _count(properties, "gridSpan", 1)
            if column + span > _MAX_COLUMNS:
                raise UnreadableFile(Message("has a table of more than {most} columns", most=_MAX_COLUMNS))
            merge = None if properties is None else properties.find(f"{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val") != "restart" and column in open_cells:
                above = open_cells[column]
                grown = GridCell(above.row, column, above.row_span + 1, above.column_span, above.text)
                open_cells[column] = grown
            else:
                if column in open_cells:
                    yield open_cells.pop(column)
                open_cells[column] = GridCell(row, column, 1, span, _cell_text(element, numbering))
            continued.add(column)
            column += span
        for ended in [known for known in open_cells if known not in continued]:
            yield open_cells.pop(ended)
    yield from open_cells.values()


def _count(properties: Any, name: str, default: int) -> int:
    found = None if properties is None else properties.find(f"{_W}{name}")
    return int(found.get(f"{_W}val")) if found is not None else default


def _cell_text(cell: Any, numbering: Numbering) -> str:
    """Return the paragraphs of a cell as one, those of tables inside it too."""
    lines = []
    for paragraph in cell.iter(f"{_W}p"):
        found = _lines(paragraph)
        number = numbering.next(paragraph) if any(found) else ""
        lines += [number + found[0], *found[1:]]
    return joined(lines)
