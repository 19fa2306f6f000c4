"""Tables of results become records row by row; what cannot be read is named with its place."""

import csv
import re
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from helpers import ROOT
from minsheng.cli.app import app
from minsheng.documents import results
from minsheng.documents.results import BadMapping, Mapping

COLUMNS = {"label": "项目", "value_text": "进展"}
FIXED = {"source_id": "dongxi-projects-2024", "section": "清单", "region_code": "330300", "period": "2024-06"}
BEDS = {"新增认知症照护床位": ("elder_new_dementia_care_beds", "exact")}


def mapping(**changes: object) -> Mapping:
    return Mapping(**{"header": 1, "sheet": None, "columns": COLUMNS, "fixed": FIXED, "indicators": BEDS} | changes)  # type: ignore[arg-type]


def test_the_documented_table_and_mapping_give_the_documented_answer(tmp_path: Path) -> None:
    page = (ROOT / "docs/records.md").read_text("utf-8")
    blocks = {kind: text for kind, text in re.findall(r"```(csv|toml|text)\n(.*?)```", page, re.S)}
    (tmp_path / "execution.csv").write_text(blocks["csv"], "utf-8")
    (tmp_path / "execution.toml").write_text(blocks["toml"], "utf-8")
    done = CliRunner().invoke(
        app, ["import", str(tmp_path / "execution.csv"), "--mapping", str(tmp_path / "execution.toml")]
    )
    assert done.exit_code == 1
    assert done.stderr.startswith(blocks["text"])
    assert "hint: add a row for dongxi-execution-2024 to seeds/reference/sources.csv" in done.stderr
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert [(r["value_id"], r["indicator_code"], r["match_grade"], r["period_basis"]) for r in rows] == [
        ("dongxi-execution-2024@2", "pop_urbanisation_rate", "close", "point"),
        ("dongxi-execution-2024@3", "emp_new_urban_jobs", "exact", "annual"),
        ("dongxi-execution-2024@6", "cult_sports_area_per_person", "close", "point"),
    ]
    assert [(r["value_text"], r["unit_text"], r["is_preliminary"], r["note"]) for r in rows] == [
        ("75.3", "%", "true", "beside the target 75"),
        ("9.4", "万人", "true", "beside the target 9"),
        ("2.71", "平方米", "true", "beside the target 2.6"),
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["新增认知症照护床位", ""], "a.csv:2: 进展: found nothing; expected the indicator and its result"),
        (["", "120张"], "a.csv:2: 项目: found nothing"),
        (
            ["新增认知症照护床位", "已完成大半"],
            "a.csv:2: 进展: found '已完成大半'; expected a form of the value grammar",
        ),
        (["新增认知症照护床位", "120铢"], "a.csv:2: "),
        (["没有的事", "120张"], "a.csv:2: 项目: found '没有的事'; expected a label of indicators in the mapping"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_left_out(row: list[str], message: str) -> None:
    kept, unread = results.records([["项目", "进展"], row], mapping(), "a.csv")
    assert kept == []
    assert str(unread[0]).startswith(message)


def test_empty_rows_and_rows_to_skip_are_nothing() -> None:
    table = [["项目", "进展"], ["", ""], ["合计", "500"], []]
    assert results.records(table, mapping(skip=("合计",)), "a.csv") == ([], [])


def test_a_workbook_is_read_as_excel_prints_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "进展"
    for line in ([None], ["项目", "进 展"], ["城镇登记失业率", 0.0184], ["新增认知症照护床位", 120]):
        sheet.append(line)
    sheet["B3"].number_format = "0.00%"
    book.save(tmp_path / "a.xlsx")
    table = results.read_table(tmp_path / "a.xlsx", "进展")
    kept, unread = results.records(table, mapping(header=2), "a.xlsx")
    assert {"value_id": "dongxi-projects-2024@3", "value_text": "1.84%"}.items() <= kept[0].items()
    assert len(kept) + len(unread) == 2
    with pytest.raises(BadMapping, match="found no sheet 别的; expected one of 进展"):
        results.read_table(tmp_path / "a.xlsx", "别的")


@pytest.mark.parametrize("headings", [["项目", "完成"], ["项目", "进展", "进展"]])
def test_a_heading_has_to_be_there_once(headings: list[str]) -> None:
    with pytest.raises(BadMapping, match=r"进展 is (nowhere|twice) in line 1"):
        results.records([headings, ["a", "1"]], mapping(), "a.csv")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("columns = [", "a.toml: "),
        ("[column]\nlabel = 'a'", "found column; expected one of table, columns"),
        ("[columns]\nlabel = 'a'\nvalue = 'b'", "found columns.value; expected one of label, value_text"),
        ("[columns]\nlabel = 'a'", "value_text is missing"),
        ("[columns]\nlabel='a'\nvalue_text='b'\n[records]\nsource_id='s'\nsection='t'", "region_code is missing"),
    ],
)
def test_a_mapping_says_what_is_known_and_all_that_is_needed(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.toml").write_text(text, "utf-8")
    with pytest.raises(BadMapping, match=re.escape(message)):
        results.read_mapping(tmp_path / "a.toml")
