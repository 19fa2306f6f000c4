"""Operator words that are printed beside a captured value instead of in its text.

`80以上` captured as 80 is another target. Words that belong to a value but cannot be in its slice have columns: those
that a list shares are in shared_operator, those that only weaken the promise (基本, 力争) in commitment_strength.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from minsheng.documents.document import Document
from minsheng.inputs import grammar
from minsheng.inputs.violations import Violation
from minsheng.messages import Message

_WITHIN = 40
_SIGNS = "≥≧⩾≤≦⩽><＞＜"
STRENGTHS = {
    **dict.fromkeys(("力争", "争取"), ("striven_for", "basic")),
    **dict.fromkeys(("基本", "原则上", "总体"), ("basic",)),
}
"""Words that weaken a promise, and the strengths that they mean."""
_QUALIFIERS = "|".join(STRENGTHS)
_STRENGTH_WORDS = {"striven_for": "力争|争取|努力", "basic": "基本|原则上|总体", "explored": "探索|试点|试行"}
_COMPOUNDS = "附签节预公条合"
"""Characters before 近 and 约 that make another word of them: 附近, 签约."""


@dataclass(frozen=True)
class Patterns:
    """Forms of operator words around a value; those of a list leave its unit open."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    more: re.Pattern[str]
    list_before: str
    list_after: str


def check(document: Document, values: pl.DataFrame, spellings: pl.DataFrame) -> Iterator[Violation]:
    """Yield a violation for operator words beside a value that no column holds, and for columns that nothing bears out.

    Args:
        document: the document.
        values: rows of the plan file whose value texts are in place.
        spellings: rows of unit_spellings.csv.
    """
    for row, words in beside(document, values, spellings):
        strengths = STRENGTHS.get(words)
        is_captured = (
            row["commitment_strength"] in strengths or words in row["note"]
            if strengths
            else row["shared_operator"] == words
        )
        if not is_captured:
            start = row["char_start"]
            around = document.around(start, start + len(row["value_text"]))
            place = Message("{words} beside {surroundings}", words=repr(words), surroundings=around)
            expected = Message(
                "operator words in value_text, or in shared_operator, or a commitment_strength that they mean"
            )
            yield Violation(row["file"], row["line"], "value_text", place, expected)
    for row in values.iter_rows(named=True):
        yield from _check_shared(document, row)
        yield from _check_strength(document, row)


def _check_shared(document: Document, row: dict[str, Any]) -> Iterator[Violation]:
    """Look for the shared words at their offset: outside the slice, in its line, not far away."""
    words, offset = row["shared_operator"], row["shared_operator_char_start"]
    if not words or not offset:
        return
    at, start = int(offset), row["char_start"]
    end = start + len(row["value_text"])
    is_near = at + len(words) <= start <= at + len(words) + _WITHIN or end <= at <= end + _WITHIN
    if document.text[at : at + len(words)] != words or document.line(at) != document.line(start) or not is_near:
        found = Message("{text} at {place}", text=repr(document.text[at : at + len(words)]), place=str(at))
        expected = Message(
            "{words} in the line of the value, outside its text, at most {most} characters away",
            words=repr(words),
            most=_WITHIN,
        )
        yield Violation(row["file"], row["line"], "shared_operator", found, expected)


def _check_strength(document: Document, row: dict[str, Any]) -> Iterator[Violation]:
    """Look for the words of a weaker strength in the paragraph of a commitment."""
    wanted = _STRENGTH_WORDS.get(row["commitment_strength"])
    start = row["char_start"]
    if wanted and row["statement_kind"] == "commitment" and not re.search(wanted, document.line_text(start)):
        around = document.around(start, start + len(row["value_text"]))
        found = Message("{found} for {text}", found=row["commitment_strength"], text=around)
        expected = Message("one of {words} in its paragraph", words=wanted)
        yield Violation(row["file"], row["line"], "commitment_strength", found, expected)


def beside(document: Document, values: pl.DataFrame, spellings: pl.DataFrame) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield each row that has operator words beside its value text, with the words, half-width and without blanks."""
    patterns = _patterns(spellings["spelling"].to_list())
    printed = values.filter(pl.col("value_text") != "")
    for row in _with_surroundings(document, printed, spellings).iter_rows(named=True):
        matches = [patterns.before.search(row["clean_before"]), patterns.after.match(row["clean_after"])]
        if re.search("[0-9万亿]$", row["clean_text"]):
            matches.append(patterns.more.match(row["clean_after"]))
        if row["operator"] == "eq" and row["own_unit_text"]:
            unit = re.escape(row["own_unit_text"])
            matches.append(re.search(patterns.list_before.replace("UNIT", unit), row["clean_before"]))
            matches.append(re.match(patterns.list_after.replace("UNIT", unit), row["clean_after"]))
        yield from ((row, match["words"]) for match in matches if match)


def _with_surroundings(document: Document, values: pl.DataFrame, spellings: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with the reading of the grammar, and the text on both sides of the value in its line."""
    before, after = [], []
    for start, text in values.select("char_start", "value_text").iter_rows():
        left = document.text[max(0, start - _WITHIN) : start]
        # A sign may are in a line of its own above its figure, as cells are scraped.
        before.append(left.rstrip() if left.rstrip().endswith(tuple(_SIGNS)) else left.rsplit("\n", 1)[-1])
        after.append(document.text[start + len(text) :][:_WITHIN].split("\n", 1)[0])
    around = values.with_columns(pl.Series("before", before, pl.String), pl.Series("after", after, pl.String))
    read = grammar.read(around, spellings)
    clean = ", ".join(f"{grammar.sql('value_clean_text', side)} as clean_{side}" for side in ("before", "after"))
    return grammar.run(f"select *, {clean} from read order by char_start, value_id", read=read)


def _patterns(spellings: list[str]) -> Patterns:
    part = grammar.sql
    lower = "|".join(part(f"re_{name}") for name in ("at_least", "more_than", "at_most", "less_than"))
    upper = "|".join(part(f"re_{name}") for name in ("or_more", "or_less", "or_so"))
    words = f"{lower}|(?<![{_COMPOUNDS}]){part('re_about')}|{part('re_keep')}|{_QUALIFIERS}"
    unit = "|".join(map(re.escape, sorted(spellings, key=len, reverse=True)))
    item = f"{part('re_quantity')}UNIT[、和及与]{part('re_verb')}"
    return Patterns(
        re.compile(f"(?P<words>{words})(?:了|为|到|于|实现)?{part('re_verb')}$"),
        re.compile(f"(?:{unit})(?P<words>{upper})"),
        re.compile(r"(?P<words>[多余+])"),
        f"(?P<words>{lower}){part('re_verb')}(?:{item})+$",
        f"[、和及与]{part('re_verb')}(?:{item})*{part('re_quantity')}UNIT(?P<words>{upper})",
    )
