"""The canonical text of a document and its map: where in the text each paragraph, table and cell is.

A paragraph is a line. A table row is a line, its cells apart by tabs; a merged cell is printed once, at its first row
and column. Offsets count code points of the text and never refer to the original file.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from minsheng.documents.reading.blocks import Block, Content, Grid, Paragraph, UnreadableFile
from minsheng.messages import Message

FORMAT = 1


@dataclass(frozen=True)
class MappedCell:
    """A cell of a table and its place in the text."""

    row: int
    column: int
    row_span: int
    column_span: int
    start: int
    end: int


@dataclass(frozen=True)
class MappedBlock:
    """A paragraph or table and its place in the text."""

    kind: str
    """paragraph or table."""
    start: int
    end: int
    rows: int = 0
    columns: int = 0
    cells: tuple[MappedCell, ...] = ()


@dataclass(frozen=True)
class DocumentMap:
    """What PLAN.map.json holds (schema: map.schema.json)."""

    plan_id: str
    original_name: str
    original_sha256: str
    reader: str
    is_ocr: bool
    text_sha256: str
    text_characters: int
    blocks: tuple[MappedBlock, ...]
    format: int = FORMAT

    def as_json(self) -> str:
        """Return the map as JSON, a block a line, so that a change shows as a line."""
        head = {name: value for name, value in asdict(self).items() if name != "blocks"}
        lines = [json.dumps(_without_defaults(block), ensure_ascii=False) for block in self.blocks]
        body = ",\n  ".join(lines)
        opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
        return f'{opening},\n "blocks": [\n  {body}\n ]\n}}\n'


def _without_defaults(block: MappedBlock) -> dict[str, Any]:
    entry: dict[str, Any] = {"kind": block.kind, "start": block.start, "end": block.end}
    if block.kind == "table":
        entry |= {"rows": block.rows, "columns": block.columns}
        entry["cells"] = [list(asdict(cell).values()) for cell in block.cells]
    return entry


def compose(blocks: tuple[Block, ...]) -> tuple[str, tuple[MappedBlock, ...]]:
    """Write the blocks one after the other.

    Returns:
        The canonical text, and each block with its place in it.
    """
    pieces: list[str] = []
    mapped: list[MappedBlock] = []
    at = 0
    for block in blocks:
        if isinstance(block, Paragraph):
            pieces.append(block.text)
            if block.text.strip():
                mapped.append(MappedBlock("paragraph", at, at + len(block.text)))
        else:
            text, cells = _compose_table(block, at)
            pieces.append(text)
            mapped.append(MappedBlock("table", at, at + len(text), block.rows, block.columns, cells))
        at += len(pieces[-1]) + 1
    return "\n".join(pieces), tuple(mapped)


def _compose_table(grid: Grid, at: int) -> tuple[str, tuple[MappedCell, ...]]:
    first = {(cell.row, cell.column): cell for cell in grid.cells}
    pieces: list[str] = []
    cells = []
    for row in range(grid.rows):
        for column in range(grid.columns):
            cell = first.get((row, column))
            if cell:
                place = at, at + len(cell.text)
                cells.append(MappedCell(row, column, cell.row_span, cell.column_span, *place))
                pieces.append(cell.text)
                at += len(cell.text)
            if column < grid.columns - 1:
                pieces.append("\t")
                at += 1
        if row < grid.rows - 1:
            pieces.append("\n")
            at += 1
    return "".join(pieces), tuple(cells)


def describe(content: Content, plan_id: str, name: str, original: bytes) -> tuple[str, DocumentMap]:
    """Return the canonical text of what was read, and its map."""
    text, blocks = compose(content.blocks)
    document_map = DocumentMap(
        plan_id=plan_id,
        original_name=name,
        original_sha256=hashlib.sha256(original).hexdigest(),
        reader=content.reader,
        is_ocr=content.is_ocr,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        text_characters=len(text),
        blocks=blocks,
    )
    return text, document_map


def load(path: Path, text: str) -> DocumentMap:
    """Read the map of a text.

    Raises:
        UnreadableFile: it is no map, or the map of another text.
    """
    try:
        entry = json.loads(path.read_text("utf-8"))
        blocks = tuple(
            MappedBlock(**{**block, "cells": tuple(MappedCell(*cell) for cell in block.get("cells", ()))})
            for block in entry.pop("blocks")
        )
        found = DocumentMap(**entry, blocks=blocks)
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise UnreadableFile(Message("{name} is no document map: {error}", name=path.name, error=error)) from None
    if found.format != FORMAT:
        raise UnreadableFile(
            Message(
                "{name} has format {format}; expected {expected}",
                name=path.name,
                format=str(found.format),
                expected=str(FORMAT),
            )
        )
    if found.text_sha256 != hashlib.sha256(text.encode()).hexdigest():
        raise UnreadableFile(Message("{name} is the map of another text; read the original again", name=path.name))
    return found
