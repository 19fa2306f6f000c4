"""The consistency rules on the real plans: what they must find, what they must not, and that they catch a change."""

import csv
import re
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from helpers import ROOT, minsheng
from minsheng.cli.app import app
from minsheng.outputs.report import render

CHECKS = [row["check_id"] for row in csv.DictReader((ROOT / "seeds/reference/checks.csv").open(encoding="utf-8"))]


KINDS = [
    (
        "text_against_table",
        "Senior secondary enrolment rate of certified disabled adolescents: the text says 不低于85% (六(一), 2025)",
    ),
    ("text_against_table", "the text says 50% (二(四)4, 2023-2027), the table >70 % (一, 2027)"),
    ("in_plan_above_total", "文化: 115亿元 within the plan period are more than the total of 107.9亿元"),
    ("project_listed_twice", "温州龙舟运动基地 is listed as project 21"),
    ("projects_against_category", "文化, total investment: the listed projects add up to 119.2亿元"),
    (
        "target_missed",
        "Share of visits made within the own county: wenzhou-2018 promised ≥88% (附件1, 2018), wenzhou-2021",
    ),
    (
        "target_reached_early",
        "Share of nursing beds in all beds of elderly-care institutions: wenzhou-2021 promised ≥58 %",
    ),
    (
        "target_revised",
        "Share of nursing beds in all beds of elderly-care institutions: raised from wenzhou-2021 ≥58 %",
    ),
    ("full_total_in_plan_period", "project 37"),
    (
        "later_target_weaker",
        "Registered urban unemployment rate: wenzhou-2021 asks for <3.5 % (二(三), 2025), weaker than the ≤2.8%",
    ),
    ("later_target_weaker", "New urban jobs: wenzhou-2021 asks for 〔45〕 万人"),
    ("later_target_weaker", "Public film screenings in the countryside: wenzhou-2021 asks for 50000场以上"),
    ("later_target_weaker", "Caged football pitches added: wenzhou-2021 asks for 25个"),
    ("yearly_quantity_below_record", "the target 26.5 万人次 (一, 2023) asks for less than the year on record, 33.34"),
    (
        "sum_against_recorded_sum",
        "the sum 〔45〕 万人 (二(三), 2021-2025) asks for less than the sum on record, 62万人",
    ),
    (
        "number_and_reference",
        "Share of enforcement matters under integrated enforcement: a number in one place, 20%以上 (二(三)4, 2025)",
    ),
    ("one_quantity_two_periods", "7.5万套以上 (七(二), 2021-2025) and 75448套 (附件项目表, 2018-2027)"),
    (
        "price_out_of_line",
        "project 5, 浙江安防学院建设工程: 93889 yuan per square metre, the middle one of the others",
    ),
    ("parts_against_sum", "project 42, 总规模: the parts add up to 144000, the whole is 230000"),
    ("text_against_table_operator", "the text says 25人 (四(一), 2021-2025), the box 25名以上 (专栏4-1, 2021-2025)"),
    ("unit_of_another_quantity", "Coverage by long-term care insurance: 全覆盖 is a share, its row is in 万人"),
    (
        "unit_of_another_quantity",
        "Rate of work-accident deaths per 100 million yuan of GDP: 0.011 is measured in percent",
    ),
]


@pytest.mark.parametrize(("check_id", "words"), KINDS)
def test_a_contradiction_of_the_documents_is_found(
    connection: duckdb.DuckDBPyConnection, check_id: str, words: str
) -> None:
    found = connection.execute(
        "select status from fct_finding where check_id = ? and contains(explanation_en, ?)", [check_id, words]
    ).fetchall()
    assert found == [("explained",)]


def test_seven_targets_for_2025_ask_for_less_than_2020_brought(connection: duckdb.DuckDBPyConnection) -> None:
    ((weaker,),) = connection.sql(
        "select count(*) from fct_finding where plan_id = 'wenzhou-2021' and year = 2025"
        " and check_id in ('target_weaker_than_record', 'sum_against_yearly_figures')"
    ).fetchall()
    assert weaker == 7


def test_every_finding_speaks_both_languages_and_what_is_set_aside_says_why(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    mixed = connection.sql(
        "select finding_key from fct_finding where not regexp_matches(explanation_zh, '[一-鿿]')"
        " or explanation_zh = explanation_en or not regexp_matches(explanation_en, '[a-z]{2}')"
        " or (status = 'explained') = (known_explanation_zh is null or known_explanation_en is null)"
    ).fetchall()
    assert mixed == []
    reasons = connection.sql(
        "select distinct regexp_extract(explanation_en, '[.:;] ([A-Za-z][^.:;]+)[.]?$', 1) from fct_finding"
        " where status = 'not_applicable'"
    ).fetchall()
    assert ("",) not in reasons


def test_the_years_of_a_table_row_are_one_line_for_readers(connection: duckdb.DuckDBPyConnection) -> None:
    lines = connection.sql(
        "select series_first_year, series_last_year, series_finding_count from bi.finding where is_first_in_series"
        " and check_id = 'target_weaker_than_record' and plan_id = 'wenling-2023' order by all"
    ).fetchall()
    assert lines == [(2023, 2023, 1), (2023, 2024, 2), (2023, 2027, 5), (2023, 2027, 5), (2023, 2027, 5)]


def test_what_adds_up_stays_silent(connection: duckdb.DuckDBPyConnection) -> None:
    runs = connection.sql(
        "select check_id, fail_count + explained_count from fct_check_run where check_id in"
        " ('investment_lines_against_total', 'parts_against_sum', 'table_incomplete', 'path_not_monotone')"
    ).fetchall()
    assert sorted(runs) == [
        ("investment_lines_against_total", 0),
        ("parts_against_sum", 1),
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
    assert sorted(rule for (rule,) in rules) == sorted(f"expect_rule_to_hold({check_id})" for check_id in CHECKS)


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
