"""Every production of the value grammar and every refusal, by its cases in value_expressions.csv."""

from __future__ import annotations

import polars as pl

from value_expressions import PAGE, READING, as_text, cases, page, read, reference


def test_each_case_is_read_as_written() -> None:
    expected = cases().select("value_text", *READING)
    found = read(cases()).select("value_text", *map(as_text, READING))
    differing = [(e, f) for e, f in zip(expected.rows(), found.rows(), strict=True) if e != f]
    assert differing == []


def test_each_code_has_a_case() -> None:
    codes = reference("codes")
    for code_list, column in {
        "operator": "operator",
        "value_shape": "value_shape",
        "change_direction": "change_direction",
        "change_base": "change_base",
        "refusal": "refusal",
    }.items():
        listed = set(codes.filter(pl.col("code_list") == code_list)["code"])
        assert listed - {"period_start"} <= set(cases()[column]) | {"period_start"}, code_list


def test_the_page_of_the_grammar_is_current() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make docs-output`"
