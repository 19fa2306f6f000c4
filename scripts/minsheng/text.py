"""Text on its way to a terminal."""

from __future__ import annotations

from unicodedata import category

_ESCAPED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Control, invisible and direction-changing characters, halves of characters, line and paragraph separators."""

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters that show nothing."""


def visible(text: str, keep: str = "") -> str:
    r"""Write what a terminal would obey, or not show at all, as an escape: `\x1b`, `\n`, `\u202e`.

    Args:
        text: any text.
        keep: characters that stay as they are.
    """
    if text.isprintable() and _BLANK.isdisjoint(text):
        return text
    return "".join(
        character.encode("unicode_escape").decode() if _is_hidden(character) and character not in keep else character
        for character in text
    )


def _is_hidden(character: str) -> bool:
    return category(character) in _ESCAPED or character in _BLANK
