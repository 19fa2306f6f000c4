"""Sentences and clauses of running text, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_OPENING, _CLOSING = "（(“‘《〔[【", "）)”’》〕]】"
_NUMBERED = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十]+、|\d+[.．、](?!\d)|[①-⑳])\s*"
)
_CLAUSE_ENDS = "，,；;：:。！？!?"


@dataclass(frozen=True)
class Sentence:
    """A stretch of running text up to a full stop or line end."""

    start: int
    text: str
    body: int = 0
    """Length of the numbering that it begins with."""

    @property
    def end(self) -> int:
        """Return the offset after it."""
        return self.start + len(self.text)

    @cached_property
    def depth(self) -> list[int]:
        """Return for each character how many brackets and quotes are open."""
        found, depth = [], 0
        for character in self.text:
            if character in _CLOSING:
                depth = max(0, depth - 1)
            found.append(depth)
            if character in _OPENING:
                depth += 1
        return found if depth == 0 else [0] * len(self.text)

    def clause_start(self, at: int) -> int:
        """Return where the clause of a place begins; a place inside brackets belongs to their clause."""
        depth = self.depth[at] if at < len(self.text) else 0
        for n in range(at - 1, -1, -1):
            if self.text[n] in _CLAUSE_ENDS and self.depth[n] <= depth and not self._is_in_number(n):
                return max(n + 1, self.body)
        return self.body

    def _is_in_number(self, n: int) -> bool:
        around = self.text[max(0, n - 1) : n + 2]
        return bool(re.fullmatch(r"\d[,:]\d", around))


def split(text: str, start: int, end: int) -> Iterator[Sentence]:
    """Yield the sentences of a stretch of text that say something."""
    at = start
    for match in re.finditer(r"[^\n。！？]*(?:[。！？]|\n|$)", text[start:end]):
        piece = match.group().rstrip("\n")
        if piece.strip():
            is_first = at == start or text[at - 1] == "\n"
            numbering = _NUMBERED.match(piece) if is_first else None
            yield Sentence(at, piece, numbering.end() if numbering else 0)
        at = start + match.end()
