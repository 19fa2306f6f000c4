"""The traditional characters that the grammar folds, against OpenCC."""

import re

import opencc

from helpers import ROOT
from minsheng.inputs import grammar


def test_each_character_that_the_grammar_knows_is_folded_as_opencc_folds_it() -> None:
    names = ("value_words", "value_phrases", "value_numbers", "value_grammar", "unit_resolution")
    words = "".join((ROOT / "macros" / f"{name}.sql").read_text("utf-8") for name in names)
    words = re.sub(r"\{#-.*?-#\}|set han = '[^']*'", "", words, flags=re.DOTALL)
    words += (ROOT / "seeds" / "reference" / "unit_spellings.csv").read_text("utf-8")
    known = set(re.findall("[一-鿿]", words))
    pairs = grammar.sql("traditional_characters")
    folded = dict(zip(pairs[::2], pairs[1::2], strict=True))
    to_simplified = opencc.OpenCC("t2s")
    traditional = (chr(code) for code in range(0x4E00, 0xA000))
    expected = {c: s for c in traditional if c not in known and (s := to_simplified.convert(c)) in known and s != c}
    assert folded == expected
