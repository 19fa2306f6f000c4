"""The consistency rules on the real plans: what they must find, what they must not, and that they catch a change."""

import csv
import re
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from helpers import ROOT, minsheng
from minsheng.cli.app import app
from minsheng.outputs.report import render

CHECKS = [row["check_id"] for row in csv.DictReader((ROOT / "seeds/reference/checks.csv").open(encoding="utf-8"))]


KINDS = [
    (
        "text_against_table",
        "持证适龄残疾少年高中段入学率: the text says 不低于85% (六(一), 2025), the table 95 % (二(三), 2025)",
    ),
    ("text_against_table", "the text says 50% (二(四)4, 2023-2027), the table >70 % (一, 2027)"),
    ("in_plan_above_total", "文化: 115亿元 within the plan period are more than the total of 107.9亿元"),
    ("project_listed_twice", "温州龙舟运动基地 is listed as project 21"),
    ("projects_against_category", "文化, total investment: the listed projects add up to 119.2亿元"),
    ("target_missed", "县域就诊率: wenzhou-2018 promised ≥88% (附件1, 2018), wenzhou-2021 records 85.72 %"),
    ("target_reached_early", "养老机构护理型床位占比: wenzhou-2021 promised ≥58 %"),
    ("target_revised", "养老机构护理型床位占比: raised from wenzhou-2021 ≥58 %"),
    ("full_total_in_plan_period", "project 37"),
]


@pytest.mark.parametrize(("check_id", "words"), KINDS)
def test_a_contradiction_of_the_documents_is_found(
    connection: duckdb.DuckDBPyConnection, check_id: str, words: str
) -> None:
    found = connection.execute(
        "select status from fct_finding where check_id = ? and contains(explanation, ?)", [check_id, words]
    ).fetchall()
    assert found == [("explained",)]


def test_seven_targets_for_2025_ask_for_less_than_2020_brought(connection: duckdb.DuckDBPyConnection) -> None:
    ((weaker,),) = connection.sql(
        "select count(*) from fct_finding where plan_id = 'wenzhou-2021' and year = 2025"
        " and check_id in ('target_weaker_than_record', 'sum_against_yearly_figures')"
    ).fetchall()
    assert weaker == 7


def test_what_adds_up_stays_silent(connection: duckdb.DuckDBPyConnection) -> None:
    runs = connection.sql(
        "select check_id, fail_count + explained_count from fct_check_run where check_id in"
        " ('investment_lines_against_total', 'parts_against_sum', 'table_incomplete', 'path_not_monotone')"
    ).fetchall()
    assert sorted(runs) == [
        ("investment_lines_against_total", 0),
        ("parts_against_sum", 0),
        ("path_not_monotone", 0),
        ("table_incomplete", 0),
    ]


def test_every_finding_is_registered_and_every_sum_check_found_its_totals(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert connection.sql("select finding_key from fct_finding where status = 'fail'").fetchall() == []
    lines = connection.sql(
        "select subject_count from fct_check_run where check_id = 'investment_lines_against_total'"
    ).fetchone()
    assert lines == (4,)


def test_check_lists_the_rules_and_passes(warehouse: Path) -> None:
    result = minsheng("check", MINSHENG_DATABASE=str(warehouse), COLUMNS="140")
    assert result.returncode == 0, result.stderr
    for check_id in CHECKS:
        assert check_id in result.stdout


def test_the_gate_left_its_results_in_the_warehouse(connection: duckdb.DuckDBPyConnection) -> None:
    ((runs, success),) = connection.sql("select count(*), bool_and(success) from checks.ge_run").fetchall()
    assert (runs, success) == (1, True)
    rules = connection.sql("select expectation from checks.ge_result where suite = 'consistency'").fetchall()
    assert sorted(rule for (rule,) in rules) == sorted(f"expect_{check_id}" for check_id in CHECKS)


def test_the_report_is_one_page_with_every_finding_and_asks_for_nothing(
    connection: duckdb.DuckDBPyConnection, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = render(connection)
    ((findings,),) = connection.sql("select count(*) from fct_finding").fetchall()
    assert page.count("<article") == findings
    assert re.findall(r"""(?:src|href)\s*=|url\(|@import|https?://""", page) == []
    assert "温州龙舟运动基地 is listed as project 21" in page
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    result = CliRunner().invoke(app, ["report", "--output", str(tmp_path / "out" / "report.html")])
    assert result.exit_code == 0
    assert (tmp_path / "out" / "report.html").read_text("utf-8") == page
