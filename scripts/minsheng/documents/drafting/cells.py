"""Cells of tables, and whether the value grammar reads what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from minsheng.inputs import grammar

_MAX_VALUE = 30
_MAX_COMPOUND = 60


@dataclass(frozen=True)
class Cell:
    """The text of a cell and where it begins."""

    start: int
    text: str
    end: int = -1
    """Offset after the cell; of one that takes several lines more than its text says."""

    def __post_init__(self) -> None:
        """Derive the end where it is not given."""
        if self.end < 0:
            object.__setattr__(self, "end", self.start + len(self.text))

    @staticmethod
    def stripped(start: int, text: str) -> Cell:
        """Return the cell of a text without the blanks around it."""
        inner = text.strip()
        return Cell(start + (len(text) - len(text.lstrip()) if inner else 0), inner)


_PART = re.compile(
    r"([^;；、,，\d]{2,12}?)[:：]?((?:[≥≤<>＞＜]\s*)?\d[\d.]*\s*[%％]?[^;；、,，\d]{0,4})(?:[;；、,，]|$)"
)
_known: dict[str, bool] = {}


def learn(texts: Iterable[str]) -> None:
    """Ask the grammar about many texts at once, and about the parts of those that are compound."""
    asked = set(texts)
    asked |= {match[2].strip() for text in asked if len(text) <= _MAX_COMPOUND for match in _PART.finditer(text)}
    fresh = sorted({text for text in asked if len(text) <= _MAX_VALUE} - _known.keys())
    if fresh:
        read = grammar.parse(fresh)
        units = read["own_unit_text"].to_list()
        for text, operator, unit in zip(fresh, read["operator"].to_list(), units, strict=True):
            _known[text] = operator is not None and _is_unit(unit or "")


@lru_cache(maxsize=4096)
def _is_unit(text: str) -> bool:
    from minsheng.documents.drafting.expressions import unit_spellings

    return text in ("", "%", "分之", ":1") or text in unit_spellings()


def is_value(text: str) -> bool:
    """Return whether a text is a value by the grammar, its unit one that is known."""
    if len(text) > _MAX_VALUE:
        return False
    if text not in _known:
        learn([text])
    return _known[text]


def holds_values(cell: Cell) -> bool:
    """Return whether a cell is a value, or several apart by sub-group."""
    return is_value(cell.text) or bool(parts(cell))


_PAIR = re.compile(r"(\d{2,}(?:\.\d+)?)\s*/\s*(\d{2,}(?:\.\d+)?)")


def parts(cell: Cell) -> list[tuple[str, Cell]]:
    """Return sub-group and value of each part of a compound cell (职工医保85;城乡医保68), [] where it is none."""
    if pair := _PAIR.fullmatch(cell.text):
        return [("", Cell(cell.start + pair.start(n), pair[n])) for n in (1, 2)]
    found = []
    for match in _PART.finditer(cell.text):
        value = match[2].strip()
        if not is_value(value):
            return []
        found.append((match[1].strip(), Cell(cell.start + match.start(2), value)))
    covered = sum(len(name) + len(value.text) for name, value in found)
    return found if len(found) > 1 and covered >= len(cell.text) - 2 * len(found) else []
