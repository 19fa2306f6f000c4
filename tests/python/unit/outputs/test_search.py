"""The search for indicators in the terminal; the same cases run against the script of the atlas in a browser."""

import json

import pytest

from helpers import SEARCH_CASES
from minsheng.outputs.search import Indicator, search

TABLE = json.loads(SEARCH_CASES.read_text("utf-8"))
INDICATORS = [Indicator(*row) for row in TABLE["indicators"]]


@pytest.mark.parametrize(("query", "codes"), [case[1:] for case in TABLE["cases"]], ids=[c[0] for c in TABLE["cases"]])
def test_a_query_finds_the_same_as_in_the_atlas(query: str, codes: list[str]) -> None:
    assert [one.indicator_code for one in search(INDICATORS, TABLE["places"], query)] == codes
