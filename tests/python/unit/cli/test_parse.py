"""`minsheng parse` shows how values are read, and `capture` refuses at once what it refuses."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from helpers import edit
from minsheng.cli.app import app
from sample_plan import PLAN, SAMPLE


def parse(*arguments: str, piped: str | bytes | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["parse", *arguments], input=piped, env={"COLUMNS": "400"})
    return result.exit_code, result.stdout + result.stderr


def test_values_are_read_as_the_build_reads_them() -> None:
    code, text = parse("≥96%", "10-15万套", "-6.3", "未出数", "-f", "json")
    assert code == 0, text
    rows = json.loads(text)
    assert [(row["operator"], row["value"], row["value_upper"], row["unit_code"]) for row in rows] == [
        ("ge", "96", None, "percent"),
        ("between", "10", "15", "dwelling_10k"),
        ("eq", "-6.3", None, None),
        ("not_published", None, None, None),
    ]
    assert {row["refusal"] for row in rows} == {None}


def test_a_refusal_has_its_column_and_its_reason_and_is_the_exit_code() -> None:
    code, text = parse("98 99", "35桶", "35个", "-f", "csv")
    assert code == 1
    blank, unit, read = csv.DictReader(io.StringIO(text))
    assert blank["refusal"].startswith("value_text: found '98 99'; expected a form of the value grammar")
    assert "a blank inside a figure" in blank["refusal"]
    assert unit["refusal"].startswith("unit: found '桶'; expected a spelling of seeds/reference/unit_spellings.csv")
    assert (unit["value"], read["value"], read["refusal"]) == ("35", "35", "")


def test_lines_have_value_unit_and_label_and_an_empty_one_is_an_empty_cell() -> None:
    code, text = parse("-f", "json", piped="4.5\t张\t每千人口医疗床位\r\n12\t%\n\n")
    assert code == 0, text
    rows = json.loads(text)
    assert [(row["operator"], row["unit_code"]) for row in rows] == [
        ("eq", "per_1000_population"),
        ("eq", "percent"),
        ("none", None),
    ]


def test_a_table_shows_the_columns_that_hold_something() -> None:
    code, text = parse("80以上", "--unit", "%")
    assert code == 0
    header, row = text.splitlines()
    assert header.split() == ["value_text", "unit_text", "operator", "value", "unit_code", "value_shape"]
    assert row.split() == ["80以上", "%", "ge", "80", "percent", "number"]


@pytest.mark.parametrize(
    ("piped", "message"),
    [
        (b"\xd6\xd0\n", "minsheng: standard input is not UTF-8: byte 0xd6 at 0"),
        ("1\t2\t3\t4\n", "minsheng: line 1 has 4 parts; expected value, unit and label"),
    ],
)
def test_lines_of_another_form_are_one_message(piped: str | bytes, message: str) -> None:
    code, text = parse(piped=piped)
    assert code == 2
    assert text.splitlines() == [message]


def test_it_starts_without_what_only_a_build_needs() -> None:
    code = (
        "import sys; sys.argv = ['minsheng', 'parse', '12%']\n"
        "from minsheng.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'dbt', 'pandas', 'great_expectations'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_capture_reports_what_the_grammar_refuses_beside_what_it_cannot_find(sample: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.csv"
    draft.write_bytes((SAMPLE / "draft.csv").read_bytes())
    edit(
        draft,
        lambda rows: (
            rows[0].update(value_text="4.2桶"),
            rows[1].update(value_role="none"),
            rows[2].update(value_text="七八个"),
        ),
    )
    result = CliRunner().invoke(app, ["capture", str(draft), "--plan", PLAN], env={"COLUMNS": "400"})
    assert result.exit_code == 2
    reported = result.stderr
    assert f"{draft}:2: unit: found 桶 per " in reported
    assert f"{draft}:3: value_role: found 'none'; expected role none for a cell printed as empty" in reported
    assert f"{draft}:4: value_text: found '七八个'; expected a form of the value grammar" in reported
    assert f"{draft}:4: context: " in reported
