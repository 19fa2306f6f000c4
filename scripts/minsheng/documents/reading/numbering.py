"""The automatic numbers of a Word document, which are not in its text: rebuilt from its numbering and styles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "零一二三四五六七八九"
_UNNUMBERED = ("bullet", "none")
_MAX_LEVELS = 9


def chinese(number: int) -> str:
    """Return a number below 10,000 in Chinese: 十二, 二十, 一百零五."""
    if not 0 < number < 10_000:
        return str(number)
    text = ""
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += f"{_DIGITS[digit]}{sign}"
        elif text and number and not text.endswith("零"):
            text += "零"
    return text.removeprefix("一") if text.startswith("一十") else text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    text = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        count, number = divmod(number, value)
        text += sign * count
    return text


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital"), chinese),
    "taiwaneseCountingThousand": chinese,
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
}


def _value(element: Any, name: str) -> str | None:
    child = None if element is None else element.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")


class Numbering:
    """Counts the lists of one document, paragraph by paragraph in order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        """Read the lists.

        Args:
            numbering: root element of numbering.xml, None where there is none.
            styles: root element of styles.xml.
        """
        self._levels: dict[str, dict[int, Any]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._styles = {style.get(f"{_W}styleId"): style for style in styles.iter(f"{_W}style")}
        for abstract in [] if numbering is None else numbering.iter(f"{_W}abstractNum"):
            levels = {int(level.get(f"{_W}ilvl")): level for level in abstract.iter(f"{_W}lvl")}
            self._levels[abstract.get(f"{_W}abstractNumId")] = levels
        for num in [] if numbering is None else numbering.iter(f"{_W}num"):
            num_id = num.get(f"{_W}numId")
            self._abstract[num_id] = _value(num, "abstractNumId") or ""
            for override in num.iter(f"{_W}lvlOverride"):
                if (start := _value(override, "startOverride")) is not None:
                    self._starts[num_id, int(override.get(f"{_W}ilvl"))] = int(start)

    def next(self, paragraph: Any) -> str:
        """Return the number that a paragraph bears, '' for one without, and count it.

        Args:
            paragraph: its w:p element.
        """
        num_id, level = self._list_of(paragraph)
        abstract = self._abstract.get(num_id, "")
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        if (num_id, level) in self._starts and (num_id, level) not in self._begun:
            counts[level] = self._starts[num_id, level] - 1
            self._begun.add((num_id, level))
        for upper in range(level):
            counts.setdefault(upper, self._start(levels, upper))
        counts[level] = counts.get(level, self._start(levels, level) - 1) + 1
        for lower in [known for known in counts if known > level]:
            del counts[lower]
        return self._written(levels, level, counts)

    def _start(self, levels: dict[int, Any], level: int) -> int:
        return int(_value(levels.get(level), "start") or 1)

    def _written(self, levels: dict[int, Any], level: int, counts: dict[int, int]) -> str:
        if _value(levels[level], "numFmt") in _UNNUMBERED:
            return ""
        text = _value(levels[level], "lvlText") or ""
        for n in range(min(level + 1, _MAX_LEVELS)):
            if f"%{n + 1}" in text and n in levels:
                form = _FORMS.get(_value(levels[n], "numFmt") or "", str)
                text = text.replace(f"%{n + 1}", form(counts[n]))
        return f"{text} " if text and text[-1].isalnum() else text

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        """Return list and level: the paragraph's own, else those of its style or of one that this is based on."""
        properties = paragraph.find(f"{_W}pPr")
        num_id, level = self._own(properties)
        style_id, seen = _value(properties, "pStyle"), set()
        while num_id is None and style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            style = self._styles[style_id]
            num_id, style_level = self._own(style.find(f"{_W}pPr"))
            if level is None:
                level = style_level if style_level is not None else self._level_of_style(num_id, style_id)
            style_id = _value(style, "basedOn")
        return num_id or "", level or 0

    def _own(self, properties: Any) -> tuple[str | None, int | None]:
        numbered = None if properties is None else properties.find(f"{_W}numPr")
        level = _value(numbered, "ilvl")
        return _value(numbered, "numId"), int(level) if level is not None else None

    def _level_of_style(self, num_id: str | None, style_id: str | None) -> int | None:
        levels = self._levels.get(self._abstract.get(num_id or "", ""), {})
        return next((n for n, level in levels.items() if _value(level, "pStyle") == style_id), None)
