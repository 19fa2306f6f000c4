"""Searching by words, as terminal and Python do it; static/search.js does the same in the browser.

What is searched is `bi.search_entry`, whose texts are folded; a query is folded here: letter case, width,
traditional forms. It is split at blanks, and every word has to be found: in a name (3), in the Chinese name with others
between (2: 护理床位 finds 养老机构护理型床位占比), or in further words (1): definitions, printed labels, domain, code.
The number of an English word is forgiven. Words that occur in the names of places are left out where nothing is found
with them, since every place is shown anyway. A whole code finds its indicator alone.

Indicators of two or more plans come first, then the better found, then those of more plans, then by code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Entry:
    """What can be asked for by name: a row of `queries.entries`."""

    code: str
    name_zh: str
    name_en: str
    search_names: str
    """Folded names, separated by |, the Chinese one first, the English one second."""
    search_words: str
    plan_count: int | None

    @property
    def names(self) -> list[str]:
        """Return the folded names."""
        return self.search_names.split("|")


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
    """Return a text as it is compared: half width, lower case, simplified characters (`folded` in macros)."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).lower().translate(_simplified())


def split(query: str) -> list[str]:
    """Return the words of a query."""
    return normal(query).split()


def search(indicators: Sequence[Entry], places: Iterable[str], query: str) -> list[Entry]:
    """Return the indicators that a query finds, the best first.

    Args:
        indicators: what is searched.
        places: folded names of places, any number of them in one text.
        query: words, separated by blanks; without any, all indicators are found.
    """
    words = split(query)
    if exact := [one for one in indicators if words == [one.code]]:
        return exact
    found = _all_of(indicators, words)
    if found:
        return found
    names = list(places)
    without_places = [word for word in words if not any(word in name for name in names)]
    return [] if without_places == words else _all_of(indicators, without_places)


def _all_of(indicators: Sequence[Entry], words: list[str]) -> list[Entry]:
    ranked = []
    for one in indicators:
        strengths = [_strength(word, one) for word in words]
        if all(strengths):
            score = sum(strengths) / (len(words) or 1)
            plans = one.plan_count or 0
            ranked.append((plans < 2, -score, -plans, one.code, one))
    return [one for *_, one in sorted(ranked, key=lambda row: row[:-1])]


def _strength(word: str, one: Entry) -> int:
    forms = _forms(word)
    if any(form in one.search_names for form in forms):
        return 3
    if _is_scattered(word, one.names[0]):
        return 2
    return int(any(form in one.search_words for form in forms))


@cache
def _forms(word: str) -> tuple[str, ...]:
    """Return what of a word has to be found: it, or its other number: facilities and facility, beds and bed."""
    if len(word) < 4 or not word.isascii():
        return (word,)
    if word.endswith("ies"):
        return word, f"{word[:-3]}y"
    if re.search("(s|x|ch|sh)es$", word):
        return (word[:-2],)
    if word.endswith("y"):
        return word, f"{word[:-1]}ies"
    return (word.removesuffix("s"),)


def _is_scattered(word: str, text: str) -> bool:
    """Return whether the characters of a Chinese word are in a text in their order, with others between."""
    if word.isascii():
        return False
    characters = iter(text)
    return all(character in characters for character in word)


def suggest(indicators: Sequence[Entry], query: str, most: int = 3) -> list[str]:
    """Return words or names that are nearest to the words of a query with which nothing is found.

    A Latin word is near to the words of English names that take fewest edits, one, or two where it is long; a Chinese
    one to the names that share most of its characters, three in five at least.
    """
    near: list[str] = []
    for word in split(query):
        if any(_strength(word, one) for one in indicators):
            continue
        if word.isascii():
            words = {part for one in indicators for part in re.findall("[a-z0-9.]+", one.names[1])}
            limit = 1 if len(word) < 6 else 2
            distances = {other: edits(word, other) for other in words if abs(len(other) - len(word)) <= limit}
            least = min(distances.values(), default=limit + 1)
            near += sorted(other for other in distances if distances[other] == least <= limit)[:most]
        else:
            shares = {
                name: len(set(word) & set(name)) / len(set(word)) for name in (one.names[0] for one in indicators)
            }
            near += sorted((name for name in shares if shares[name] >= 0.6), key=lambda name: (-shares[name], name))[
                :most
            ]
    return list(dict.fromkeys(near))[:most]


def edits(one: str, other: str) -> int:
    """Return how many characters have to be put in, left out, replaced or exchanged with the next."""
    before: list[int] = []
    last, row = before, list(range(len(other) + 1))
    for i, character in enumerate(one):
        before, last, row = last, row, [i + 1]
        for k, wanted in enumerate(other):
            best = min(last[k + 1] + 1, row[k] + 1, last[k] + (character != wanted))
            if i and k and character == other[k - 1] and one[i - 1] == wanted:
                best = min(best, before[k - 1] + 1)
            row.append(best)
    return row[-1]
