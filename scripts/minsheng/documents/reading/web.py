"""Reading html: paragraphs, and tables with their row and column spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from minsheng.documents.reading import plain
from minsheng.documents.reading.blocks import Block, Content, Grid, GridCell, Paragraph, UnreadableFile, bounded, joined
from minsheng.documents.reading.numbering import chinese
from minsheng.messages import Message

_SKIPPED = {"script", "style", "head", "noscript", "template", "iframe", "object", "embed", "svg", "select", "textarea"}
_INLINE = {"a", "abbr", "b", "bdi", "big", "code", "em", "font", "i", "ins", "label", "mark", "o:p", "q", "s", "small"}
_INLINE |= {"span", "strong", "sub", "sup", "u", "tt"}
_LINE_END = re.compile(r"[ \t\f\v]*[\r\n]\s*")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MAX_SPAN = 1_000
_MAX_GRID = 200_000
_MAX_DEPTH = 250


def read(content: bytes) -> Content:
    """Read an html file.

    Raises:
        UnreadableFile: it cannot be read, or is refused.
    """
    import lxml
    import lxml.html

    text = plain.decode(content)
    if re.search(r"<!ENTITY", text, re.IGNORECASE):
        raise UnreadableFile(Message("declares entities, which no page does"))
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (ValueError, lxml.etree.LxmlError) as error:
        raise UnreadableFile(
            Message("is no html file that can be read: {error}", error=str(error).splitlines()[0].lower())
        ) from None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise UnreadableFile(Message("is nested more than {most} deep", most=_MAX_DEPTH))
    body = tree.find("body")
    blocks = bounded(_blocks(body if body is not None else tree))
    return Content(blocks, "lxml " + ".".join(map(str, lxml.etree.LXML_VERSION[:3])))


def _is_hidden(element: Any) -> bool:
    return (
        not isinstance(element.tag, str)
        or element.tag in _SKIPPED
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _blocks(body: Any) -> Iterator[Block]:
    lines = [""]
    for kind, item in _events(body):
        if kind == "text":
            lines[-1] += item
            continue
        if any(lines):
            yield from (Paragraph(_inline(line)) for line in lines)
        lines = [str(item)] if kind == "number" else [""]
        if kind == "table":
            yield Grid(tuple(_cells(item)))
    yield from (Paragraph(_inline(line)) for line in lines)


def _inline(text: str) -> str:
    return joined(_LINE_END.split(text))


def _events(root: Any) -> Iterator[tuple[str, Any]]:
    """Walk the tree without recursion: pieces of text, ends of blocks, numbers of list items, whole tables."""
    stack: list[tuple[Any, Iterator[Any]]] = [(root, iter(root))]
    yield "text", root.text or ""
    while stack:
        parent, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if parent.tag not in _INLINE:
                yield "end", None
            if stack:
                yield "text", parent.tail or ""
        elif _is_hidden(child):
            yield "text", child.tail or ""
        elif child.tag == "table" and _is_data(child):
            yield "table", child
            yield "text", child.tail or ""
        elif child.tag in ("br", "hr"):
            yield "end", None
            yield "text", child.tail or ""
        else:
            if child.tag not in _INLINE:
                yield "end", None
            if child.tag == "li" and parent.tag == "ol":
                yield "number", _item_number(parent, child)
            stack.append((child, iter(child)))
            yield "text", child.text or ""


def _item_number(items: Any, item: Any) -> str:
    numbered = [child for child in items if child.tag == "li"]
    start = items.get("start", "1")
    number = (int(start) if start.isdecimal() else 1) + numbered.index(item)
    style = items.get("style", "")
    if "list-style-type: none" in style:
        return ""
    if "cjk" in style or "chinese" in style:
        return f"{chinese(number)}、"
    return f"{chr(96 + number) if items.get('type') == 'a' and number <= 26 else number}."


def _is_data(table: Any) -> bool:
    """Return whether a table holds data: it has no table inside, and more than one cell."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    cells = list(table.iterdescendants("td", "th"))
    return len(cells) > 1 and len(list(table.iterdescendants("tr"))) > 0


def _span(cell: Any, name: str) -> int:
    found = cell.get(name, "1").strip()
    number = int(found) if found.isdecimal() else 1
    if number > _MAX_SPAN:
        raise UnreadableFile(Message("has a cell with {name} {number}", name=name, number=number))
    return max(number, 1)


def _cells(table: Any) -> Iterator[GridCell]:
    taken: set[tuple[int, int]] = set()
    rows = [row for row in table.iterdescendants("tr") if not _is_hidden(row)]
    for row, element in enumerate(rows):
        column = 0
        for cell in (child for child in element if child.tag in ("td", "th") and not _is_hidden(child)):
            while (row, column) in taken:
                column += 1
            row_span, column_span = min(_span(cell, "rowspan"), len(rows) - row), _span(cell, "colspan")
            taken |= {(row + i, column + j) for i in range(row_span) for j in range(column_span)}
            if len(taken) > _MAX_GRID:
                raise UnreadableFile(Message("has a table of more than {most} cells", most=_MAX_GRID))
            yield GridCell(row, column, row_span, column_span, _cell_text(cell))
            column += column_span


def _cell_text(cell: Any) -> str:
    lines = [""]
    for kind, item in _events(cell):
        if kind == "text":
            lines[-1] += item
        else:
            lines.append(str(item) if kind == "number" else "")
    return joined(map(_inline, lines))
