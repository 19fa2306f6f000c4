"""The search for indicators in the terminal; the same cases run against the script of the atlas in a browser."""

import json

import opencc
import pytest

from helpers import SEARCH_CASES
from minsheng.outputs.search import Indicator, search, suggest, traditional_forms

TABLE = json.loads(SEARCH_CASES.read_text("utf-8"))
INDICATORS = [Indicator(*row) for row in TABLE["indicators"]]


@pytest.mark.parametrize(("query", "codes"), [case[1:] for case in TABLE["cases"]], ids=[c[0] for c in TABLE["cases"]])
def test_a_query_finds_the_same_as_in_the_atlas(query: str, codes: list[str]) -> None:
    assert [one.indicator_code for one in search(INDICATORS, TABLE["places"], query)] == codes


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("carrers", []),
        ("sprots area", ["sports"]),
        ("hospitl", ["hospital"]),
        ("护里员", ["每万名老年人口拥有持证养老护理员数"]),
        ("护理员", []),
        ("zeppelin", []),
    ],
)
def test_a_slip_is_answered_with_the_nearest_words(query: str, near: list[str]) -> None:
    assert suggest(INDICATORS, query) == near


def test_traditional_characters_are_folded_as_opencc_folds_them() -> None:
    to_simplified = opencc.OpenCC("t2s")
    folded = ((chr(code), to_simplified.convert(chr(code))) for code in range(0x4E00, 0xA000))
    expected = [(one, other) for one, other in folded if one != other and len(other) == 1]
    assert list(zip(*traditional_forms(), strict=True)) == expected
