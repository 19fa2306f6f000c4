"""`minsheng query` in its formats, and its messages."""

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from minsheng.cli.app import app

SQL = (
    "select value_text, value from fct_plan_value where plan_id = 'wenzhou-2018' and section = '附件1'"
    " order by char_start limit 2"
)


@pytest.fixture
def run(warehouse: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    return lambda *args, **kwargs: CliRunner().invoke(app, ["query", *args], **kwargs)


def test_a_table_shows_numbers_without_trailing_zeros(run) -> None:
    result = run(SQL)
    assert result.exit_code == 0
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["value_text", "value"],
        ["≥96%", "96"],
        ["≥95%", "95"],
    ]


def test_csv_and_json_and_parquet_hold_the_same_rows(run, tmp_path: Path) -> None:
    files = {form: tmp_path / f"rows.{form}" for form in ("csv", "json", "parquet")}
    for form, path in files.items():
        assert run(SQL, "--format", form, "--output", str(path)).exit_code == 0
    texts = ["≥96%", "≥95%"]
    assert [row["value_text"] for row in csv.DictReader(io.StringIO(files["csv"].read_text("utf-8")))] == texts
    assert [row["value_text"] for row in json.loads(files["json"].read_text("utf-8"))] == texts
    assert pl.read_parquet(files["parquet"])["value_text"].to_list() == texts


def test_sql_may_come_from_standard_input(run) -> None:
    assert "96" in run("-", input=SQL).stdout


@pytest.mark.parametrize("sql", ["select nothing from nowhere", "drop table fct_target", "delete from dim_plan"])
def test_wrong_sql_and_writing_are_refused_with_a_message(run, sql: str) -> None:
    result = run(sql)
    assert result.exit_code == 2
    assert result.stderr.startswith("minsheng: ")
    assert "Traceback" not in result.stderr


def test_a_missing_warehouse_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINSHENG_DATABASE", str(tmp_path / "none.duckdb"))
    result = CliRunner().invoke(app, ["query", "select 1"])
    assert result.exit_code == 2
    assert "run `minsheng build` first" in result.stderr


def test_help_teaches_by_example() -> None:
    for command, words in {"query": "--format csv", "build": "Exit codes"}.items():
        assert words in CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "120"}).stdout


def test_describe_lists_marts_and_explains_columns(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    monkeypatch.setenv("COLUMNS", "200")
    marts = CliRunner().invoke(app, ["describe"]).stdout
    assert "fct_plan_value" in marts
    assert "One row per published value of a plan" in marts
    columns = CliRunner().invoke(app, ["describe", "fct_plan_value"]).stdout
    assert "varchar" in columns
    assert "The exact characters of the document" in columns
    unknown = CliRunner().invoke(app, ["describe", "fct_nothing"])
    assert unknown.exit_code == 2
    assert "there is no table fct_nothing" in unknown.stderr
