"""The search for indicators in the terminal; the same cases run against the script of the atlas in a browser."""

import json
import re

import opencc
import pytest

from helpers import ROOT, SEARCH_CASES
from minsheng.outputs.search import Entry, edits, normal, search, suggest, traditional_forms

TABLE = json.loads(SEARCH_CASES.read_text("utf-8"))
INDICATORS = [
    Entry(code, names, names, names, words, plans)  # what is shown is not searched
    for code, names, words, plans in TABLE["indicators"]
]


@pytest.mark.parametrize(("query", "codes"), [case[1:] for case in TABLE["cases"]], ids=[c[0] for c in TABLE["cases"]])
def test_a_query_finds_the_same_as_in_the_atlas(query: str, codes: list[str]) -> None:
    assert [one.code for one in search(INDICATORS, TABLE["places"], query)] == codes


@pytest.mark.parametrize(("query", "near"), [case[1:] for case in TABLE["slips"]], ids=[c[0] for c in TABLE["slips"]])
def test_a_slip_is_answered_with_the_nearest_words(query: str, near: list[str]) -> None:
    assert suggest(INDICATORS, query) == near


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("", "", 0), ("ab", "", 2), ("sports", "sprots", 1), ("bed", "beds", 1), ("bed", "bud", 1), ("abc", "cab", 2)],
)
def test_edits_are_counted_with_exchanges(one: str, other: str, distance: int) -> None:
    assert (edits(one, other), edits(other, one)) == (distance, distance)


def test_traditional_characters_are_folded_as_opencc_folds_them() -> None:
    to_simplified = opencc.OpenCC("t2s")
    folded = ((chr(code), to_simplified.convert(chr(code))) for code in range(0x4E00, 0xA000))
    expected = [(one, other) for one, other in folded if one != other and len(other) == 1]
    assert list(zip(*traditional_forms(), strict=True)) == expected


def test_the_warehouse_folds_the_same_characters() -> None:
    macros = (ROOT / "macros" / "folding.sql").read_text("utf-8")
    _, _, table = macros.partition("macro traditional_forms")
    pairs = "".join(re.findall(r"'([^']*)'", table))
    assert (pairs[::2], pairs[1::2]) == traditional_forms()
    wide, narrow = (
        re.findall(rf"macro {name}\(\) -%}}\n{{{{ '(.*?)' }}}}", macros)[0] for name in ("full_width", "half_width")
    )
    assert normal(wide) == narrow
    signs = re.findall(r"'(.)': '(\S+?)'", macros)
    assert [normal(sign) for sign, _ in signs] == [letters for _, letters in signs] != []
