"""What is wrong with an input file."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from minsheng.messages import Message, joined
from minsheng.paths import root


@dataclass(frozen=True, order=True)
class Violation:
    """One place where an input file breaks its contract."""

    file: str
    line: int
    column: str
    found: str
    expected: str

    def __str__(self) -> Message:
        found = Message("found {found}; expected {expected}", found=self.found, expected=self.expected)
        return joined(": ", [f"{self.file}:{self.line}", *([self.column] if self.column else []), found])


def name(path: Path) -> str:
    """Return a file's name for messages: relative to the project where it is inside, and printable."""
    shown = path.relative_to(root()).as_posix() if path.is_relative_to(root()) else str(path)
    return os.fsencode(shown).decode("utf-8", "backslashreplace")


def short(text: str, length: int = 60) -> str:
    """Return the beginning of a long text."""
    return text if len(text) <= length else f"{text[:length]}…"


def character(sign: str) -> str:
    """Name a character that cannot be seen, for example U+200B (zero width space)."""
    return f"U+{ord(sign):04X} ({unicodedata.name(sign, 'control character').lower()})"


def shown(text: str) -> str:
    """Return a field for a message, its hidden characters by name; what is a message already as it is."""
    hidden = next((sign for sign in text if not sign.isprintable() and sign not in "\u3000\u00a0"), None)
    if not text:
        return Message("nothing")
    if isinstance(text, Message):
        return text
    if hidden:
        return Message("{text}, with {character}", text=repr(short(text)), character=character(hidden))
    return repr(short(text))
