"""Searching indicators by words, as the terminal does it; static/search.js does the same in the browser.

A query is split at blanks; letter case, width and traditional forms aside. Every word has to be found: in a name (3),
in the Chinese name with others between (2: 护理床位 finds 养老机构护理型床位占比), or in a definition, a printed label
or the code (1). A plural s is forgiven. Words that occur in the names of places are left out where nothing is found
with them, since every place is shown anyway. A whole code finds its indicator alone.

Indicators of two or more plans come first, then the better found, then those of more plans, then by code.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeVar


@dataclass(frozen=True)
class Indicator:
    """What of an indicator is searched and shown."""

    indicator_code: str
    indicator_zh: str
    indicator_en: str
    definition_zh: str
    definition_en: str
    search_words: str
    """Printed labels and code."""
    plan_count: int


@dataclass(frozen=True)
class Found(Indicator):
    """The same with what its heading says; as `queries.searched` has it."""

    direction: str | None
    """None of a provisional indicator, as is a unit that is not certain."""
    direction_zh: str | None
    unit_label_zh: str | None
    unit_label_en: str | None


_Any = TypeVar("_Any", bound=Indicator)


@cache
def traditional_forms() -> tuple[str, str]:
    """Return traditional characters, and at the same places the simplified ones that stand for them."""
    from importlib.resources import files

    traditional, simplified = (files("minsheng.outputs") / "static/traditional.txt").read_text("utf-8").split()
    return traditional, simplified


@cache
def _simplified() -> dict[int, int]:
    return str.maketrans(*traditional_forms())


def normal(text: str) -> str:
    """Return a text as it is compared: half width, lower case, simplified characters."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).lower().translate(_simplified())


def split(query: str) -> list[str]:
    """Return the words of a query."""
    return normal(query).split()


def search(indicators: Sequence[_Any], places: Iterable[str], query: str) -> list[_Any]:
    """Return the indicators that a query finds, the best first.

    Args:
        indicators: what is searched.
        places: names of places, any number of them in one text.
        query: words, separated by blanks; without any, all indicators are found.
    """
    words = split(query)
    if exact := [one for one in indicators if words == [one.indicator_code]]:
        return exact
    found = _all_of(indicators, words)
    names = [normal(place) for place in places]
    without_places = [word for word in words if not any(word in name for name in names)]
    return found if found or without_places == words else _all_of(indicators, without_places)


def _all_of(indicators: Sequence[_Any], words: list[str]) -> list[_Any]:
    ranked = []
    for one in indicators:
        strengths = [_strength(word, one) for word in words]
        if all(strengths):
            score = sum(strengths) / (len(words) or 1)
            ranked.append((one.plan_count < 2, -score, -one.plan_count, one.indicator_code, one))
    return [one for *_, one in sorted(ranked, key=lambda row: row[:-1])]


def _strength(word: str, one: Indicator) -> int:
    singular = word[:-1] if len(word) > 3 and word.endswith("s") else word
    if singular in normal(f"{one.indicator_zh} {one.indicator_en}"):
        return 3
    if _is_scattered(word, normal(one.indicator_zh)):
        return 2
    return int(singular in normal(f"{one.definition_zh} {one.definition_en} {one.search_words}"))


def _is_scattered(word: str, text: str) -> bool:
    """Return whether the characters of a Chinese word are in a text in their order, with others between."""
    if word.isascii():
        return False
    characters = iter(text)
    return all(character in characters for character in word)


def suggest(indicators: Sequence[Indicator], query: str, most: int = 3) -> list[str]:
    """Return words or names that are near to the words of a query with which nothing is found, the nearest first.

    A Latin word is compared with the words of names, a Chinese one with whole names by the characters that they share.
    """
    from difflib import get_close_matches

    near: list[str] = []
    for word in split(query):
        if any(_strength(word, one) for one in indicators):
            continue
        if word.isascii():
            words = {part.strip("(),;") for one in indicators for part in normal(one.indicator_en).split()}
            near += get_close_matches(word, sorted(words), most, 0.75)
        else:
            shared = {
                one.indicator_zh: len(set(word) & set(normal(one.indicator_zh))) / len(set(word)) for one in indicators
            }
            near += [name for name in sorted(shared, key=lambda name: (-shared[name], name)) if shared[name] >= 0.6][
                :most
            ]
    return list(dict.fromkeys(near))[:most]
