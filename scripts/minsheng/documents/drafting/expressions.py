"""Finding value expressions in text, by the parts of the value grammar (macros/value_grammar.sql)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import polars as pl

from minsheng.documents.drafting import words
from minsheng.inputs import captured, grammar

_APART = r"(?<![0-9])(?<![0-9][.,/])"
"""What is not before a figure: the rest of one."""
_NOT_BESIDE_A_FIGURE = {"", "分之", "年"}
"""Spellings that stand for no unit printed behind a figure; a figure with 年 is a date or a term."""


@dataclass(frozen=True)
class Expression:
    """A stretch of text that may be a value."""

    start: int
    end: int
    kind: str
    """figure, external or coverage."""


_folded: dict[str, str] = {}
"""Signs that the grammar was asked about, and what it makes of each."""


def half_width(text: str) -> str:
    """Return a text of the same length with the signs that the grammar reads in place of others like them."""
    signs = {c for c in set(text) - _folded.keys() if not c.isascii() and not "\u4e00" <= c <= "\u9fff"}
    if signs:
        asked = pl.DataFrame({"sign": sorted(signs)})
        query = f"select sign, {grammar.sql('value_half_width', 'sign')} as folded from signs"
        for sign, folded in grammar.run(query, signs=asked).iter_rows():
            _folded[sign] = folded if folded and len(folded) == 1 else sign
    return text.translate({ord(sign): folded for sign, folded in _folded.items()})


@cache
def unit_spellings() -> frozenset[str]:
    """Return the spellings of units that may stand behind a figure, half-width."""
    spellings = {half_width(unit) for unit in captured.rows("unit_spellings")["spelling"].to_list()}
    return frozenset(spellings - _NOT_BESIDE_A_FIGURE)


@cache
def _units() -> str:
    return "|".join(map(re.escape, sorted(unit_spellings(), key=lambda unit: (-len(unit), unit))))


@cache
def figures() -> re.Pattern[str]:
    """Return the pattern of a figure with its operator words and its unit."""
    part = grammar.sql
    quantity = f"{_APART}(?:{part('re_fraction')}(?![0-9/])|{part('re_number')}|{part('re_chinese_decimal')})"
    unit = f"[ \\t]?(?:{_units()})"
    fraction = f"{_APART}{part('re_fraction')}(?![0-9/])"
    amount = f"(?:{quantity}(?:多|余)?{unit}|{fraction})"
    suffix = f"(?:{part('re_or_more')}|{part('re_or_less')}|{part('re_or_so')})?"
    number = f"{_APART}{part('re_number')}"
    spread = f"{number}(?:{unit})?[-—~至到]{number}{unit}(?:之间)?"
    moved = f"(?:{part('re_base')})?(?:年均)?(?<!新)(?:{part('re_increase')}|{part('re_decrease')})(?:了)?"
    forms = (
        f"{moved}(?:{part('re_about')})?{quantity}(?:个百分点|百分点|[%‰]|倍){suffix}",
        f"(?:{part('re_keep')})?(?:{part('re_about')})?{spread}",
        f"{part('re_at_least')}{part('re_verb')}{amount}(?:{part('re_or_more')})?",
        f"{part('re_at_most')}{amount}(?:{part('re_or_less')})?",
        f"(?:{part('re_more_than')}|{part('re_less_than')}){amount}",
        f"(?:{part('re_keep')})?(?:(?<![附签节预公条合]){part('re_about')})?{amount}{suffix}",
    )
    return re.compile("|".join(f"(?:{form})" for form in forms))


@cache
def _moved() -> re.Pattern[str]:
    part = grammar.sql
    return re.compile(f"(?:{part('re_base')})?(?:年均)?(?:{part('re_increase')}|{part('re_decrease')})")


def is_change(text: str) -> bool:
    """Return whether a value is a change: 下降30%, 年均增长6%."""
    return bool(_moved().match(half_width(text)))


@cache
def external() -> re.Pattern[str]:
    """Return the pattern of another's figure that stands for a value: 超全省平均水平."""
    bound = "|".join(grammar.sql(f"re_{name}") for name in ("at_least", "more_than"))
    return re.compile(
        f"(?:{bound}|达到)(?:全国|全省|全市|国家|省|市)平均(?:水平)?|完成(?:国家|省|市|上级)?下达?(?:指标|目标|任务)"
    )


@cache
def _bare_figures() -> re.Pattern[str]:
    part = grammar.sql
    bounds = "|".join(part(f"re_{name}") for name in ("at_least", "more_than", "at_most", "less_than"))
    suffix = f"(?:{part('re_or_more')}|{part('re_or_less')}|{part('re_or_so')})?"
    return re.compile(f"(?:(?:{bounds})|(?<=[至到为达的])){part('re_number')}(?::1)?{suffix}(?=[，,。；;、）)]|缩小|$)")


def _without_unit(plain: str, found: list[Expression]) -> list[Expression]:
    """Return figures without a unit behind labels that have none: a ratio, an index."""
    bare = []
    for match in _bare_figures().finditer(plain):
        clause = re.split("[，。；,;]", plain[: match.start()])[-1]
        is_free = not any(e.start < match.end() and match.start() < e.end for e in found)
        if is_free and words.pattern("W(?:[^，。；0-9]{0,5}\\d{4}年)?[^，。；0-9]{0,5}$", "unitless_label").search(
            clause
        ):
            bare.append(Expression(match.start(), match.end(), "figure"))
    return bare


def find(text: str) -> list[Expression]:
    """Return the figures and references to figures of a text, in order, none over another."""
    plain = half_width(text)
    found = [Expression(match.start(), match.end(), "figure") for match in figures().finditer(plain)]
    found += _without_unit(plain, found)
    taken = [(expression.start, expression.end) for expression in found]
    for match in external().finditer(plain):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.append(Expression(match.start(), match.end(), "external"))
    return sorted(found, key=lambda expression: expression.start)
