"""Rows in a terminal, in a file and for programs: nothing is broken, and what is left out is counted."""

import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from minsheng.cli import tables
from minsheng.messages import Language

CODE = "elder_certified_carers_per_10000"
COLUMNS = ["year", "indicator", "code", "value_id", "section"]
ROW = [2025, "每万名老年人口拥有持证养老护理员数，按户籍计", CODE, "wenzhou-2021@6017", "二(三)"]

words = st.text(st.characters(categories=("Lu", "Ll", "Lo", "Nd", "Po")), min_size=1, max_size=12)
texts = st.lists(words, min_size=1, max_size=8).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=4), st.integers(20, 90))
def test_a_table_is_no_wider_than_the_terminal_and_breaks_no_word(rows: list[tuple[str, ...]], width: int) -> None:
    lines = list(tables.aligned(["a", "b", "c"], rows, width))
    firsts = [tables._least(column) for column in zip(*[("a", "b", "c"), *rows], strict=True)]
    assert all(cell_len(line) <= max(width, firsts[0]) for line in lines)
    shown = set(" ".join(lines).split())
    whole = [word for row in rows for word in row[0].split() if word.isascii()]
    assert [word for word in whole if word not in shown] == []


def test_columns_leave_in_the_order_given_and_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    lines = list(tables.aligned(COLUMNS, [ROW], 70, drop=("code", "indicator")))
    assert lines[0].split() == ["year", "indicator", "value_id", "section"]
    assert "1 column left out (code); `-f csv` prints all" in capsys.readouterr().err
    narrow = list(tables.aligned(COLUMNS, [ROW], 30, drop=("code", "indicator")))
    assert narrow[0].split() == ["year", "value_id", "section"]
    assert narrow[1].split() == ["2025", "wenzhou-2021@6017", "二(三)"]
    assert "2 columns left out (indicator, code)" in capsys.readouterr().err


def test_a_sign_stays_with_the_character_before_it() -> None:
    assert tables.wrapped("按户籍计，不按常住。", 10) == ["按户籍计，", "不按常住。"]
    assert tables.wrapped("PM2.5平均浓度", 8) == ["PM2.5平", "均浓度"]


def test_figures_stand_to_the_right_and_nothing_is_a_dash() -> None:
    rows = [["a", Decimal("25.000"), None], ["b", Decimal("1.5"), True]]
    assert list(tables.aligned(["name", "value", "is"], rows, 80)) == [
        "name  value  is",
        "a        25  –",
        "b       1.5  True",
    ]


def test_a_file_has_tabs_and_no_blanks_for_alignment_however_long_the_row() -> None:
    rows = [[2025, "long " * 100, CODE, None, "a\tb\n"], ROW]
    lines = list(tables.tabbed(COLUMNS, rows))
    assert [len(line.split("\t")) for line in lines] == [5, 5, 5]
    assert lines[1].split("\t")[-2:] == ["–", r"a\tb\n"]


def test_rows_are_written_as_they_come() -> None:
    taken = []

    def rows() -> object:
        for n in range(3):
            taken.append(n)
            yield [n]

    lines = tables.tabbed(["n"], rows())  # type: ignore[arg-type]
    assert (next(lines), taken) == ("n", [])
    assert (next(lines), taken) == ("0", [0])


@pytest.mark.parametrize("form", tables.Form)
def test_in_every_form_a_row_is_in_the_file_before_the_one_after_the_next_is_asked_for(
    form: tables.Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    """JSON holds one row back, to know whether a comma follows."""
    file = io.StringIO()
    monkeypatch.setattr("sys.stdout", file)

    def rows() -> Iterator[list[str]]:
        for n in range(5):
            assert n < 2 or f"row {n - 2}" in file.getvalue()
            yield [f"row {n}"]

    tables.print_rows(["n"], rows(), form)
    assert "row 4" in file.getvalue()


def test_a_query_is_fetched_no_further_than_its_rows_are_asked_for() -> None:
    with duckdb.connect() as connection:
        result = connection.execute("from range(5_000)")
        rows = tables.stream(result)
        assert next(iter(rows)) == (0,)
        assert result.fetchone() == (1_000,), "a thousand rows were fetched, and no more"


@pytest.mark.parametrize("form", [tables.Form.csv, tables.Form.json])
def test_programs_read_figures_as_figures(form: tables.Form, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [[Decimal("25.00"), Decimal("1.50"), None, date(2025, 1, 2), "a,b", True]]
    tables.print_rows(["whole", "part", "none", "day", "text", "yes"], rows, form)
    printed = capsys.readouterr().out
    if form is tables.Form.csv:
        assert printed == 'whole,part,none,day,text,yes\n25,1.5,,2025-01-02,"a,b",True\n'
    else:
        expected = {"whole": 25, "part": 1.5, "none": None, "day": "2025-01-02", "text": "a,b", "yes": True}
        assert json.loads(printed) == [expected]


def test_no_rows_are_a_heading_or_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    for form in tables.Form:
        tables.print_rows(["a"], [], form)
    assert capsys.readouterr().out.splitlines() == ["a", "a", "[]"]


def test_of_endless_rows_a_terminal_shows_the_first(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    assert len(list(tables.aligned(["n"], ([n] for n in range(10)), 80))) == 4
    assert "the first 3 rows; `-f csv` prints all" in capsys.readouterr().err


def test_headings_are_in_the_language_asked_for() -> None:
    (head, *_) = tables.aligned(COLUMNS, [ROW], 200, language=Language.zh)
    assert head.split() == ["年份", "指标", "指标代码", "数值编号", "章节"]
