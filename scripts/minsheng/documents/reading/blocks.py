"""What a reader finds in a file, in order: paragraphs, and tables whose merged cells keep their identity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from minsheng.messages import Message

_CJK = "\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uffef“”‘’…—"
_IS_CJK = re.compile(f"[{_CJK}]")
_BLANKS = re.compile(r"[\s\u00a0\u2028\u2029]+")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_MAX_CELLS = 50_000
_MAX_CHARACTERS = 5_000_000


class UnreadableFile(Exception):
    """A file that cannot be read, or that is refused; the message says why in one line."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph on one line."""

    text: str


@dataclass(frozen=True)
class GridCell:
    """A cell at its first row and column, with all rows and columns that it spans."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(frozen=True)
class Grid:
    """A table."""

    cells: tuple[GridCell, ...]

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return max((cell.row + cell.row_span for cell in self.cells), default=0)

    @property
    def columns(self) -> int:
        """Return the number of columns."""
        return max((cell.column + cell.column_span for cell in self.cells), default=0)


Block = Paragraph | Grid


@dataclass(frozen=True)
class Content:
    """What a reader made of a file."""

    blocks: tuple[Block, ...]
    reader: str
    """Library and version."""
    is_ocr: bool = False
    warnings: tuple[str, ...] = field(default=())


def clean(text: str) -> str:
    """Return a text on one line, without characters that nobody sees; blanks inside are kept as one."""
    return _BLANKS.sub(" ", _UNSEEN.sub("", text)).strip()


def joined(lines: Iterable[str]) -> str:
    """Join the lines of one paragraph or cell: a line end beside a Chinese character is none."""
    text = ""
    for line in map(clean, lines):
        if not line:
            continue
        is_apart = text and not _IS_CJK.match(text[-1]) and not _IS_CJK.match(line[0])
        text += f" {line}" if is_apart else line
    return text


def bounded(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks that say something.

    Raises:
        UnreadableFile: they are more than a plan can be.
    """
    kept: list[Block] = []
    cells = characters = 0
    for block in blocks:
        texts = [block.text] if isinstance(block, Paragraph) else [cell.text for cell in block.cells]
        if not any(texts):
            continue
        cells += len(texts)
        characters += sum(map(len, texts))
        if cells > _MAX_CELLS:
            raise UnreadableFile(Message("holds more than {most} paragraphs and cells", most=_MAX_CELLS))
        if characters > _MAX_CHARACTERS:
            raise UnreadableFile(Message("holds more than {most} characters", most=_MAX_CHARACTERS))
        kept.append(block)
    return tuple(kept)
