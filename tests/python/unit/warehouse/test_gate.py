"""The gate fails on what it should, and an exception inside an expectation is never a pass."""

import pandas as pd
import pytest
from great_expectations.expectations.core.expect_column_values_to_not_be_null import ExpectColumnValuesToNotBeNull
from great_expectations.expectations.metadata_types import FailureSeverity

from minsheng.warehouse import expectations, gate


@pytest.fixture(scope="module")
def good() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "value_id": ["a@1", "a@2"],
            "indicator_code": ["x", "y"],
            "operator": ["ge", "between"],
            "unit_code": ["percent", "item"],
            "value_text": ["≥96%", "1-2个"],
            "region_code": ["330300", "330300"],
            "section": ["一", "一"],
            "match_grade": ["exact", "close"],
            "value": [96.0, 1.0],
            "lower_bound": [96.0, 1.0],
            "upper_bound": [None, 2.0],
            "period_start_year": [2018, 2021],
            "period_end_year": [2018, 2025],
        }
    )


CODES = {"direction": [], "shape": [], "operator": ["ge", "between"], "match_grade": ["exact", "close"]}
RULES = [{"check_id": "text_against_table", "severity": "critical", "description": "Text and table agree."}]


def outcomes(frame: pd.DataFrame) -> list[gate.Outcome]:
    expected = expectations.suites(RULES, CODES)["fct_plan_value"]
    found = gate.validate({"fct_plan_value": frame}, {"fct_plan_value": expected})
    assert len(found) == len(expected)
    return found


def test_sound_rows_pass(good: pd.DataFrame) -> None:
    assert [outcome for outcome in outcomes(good) if not outcome.success] == []


@pytest.mark.parametrize(
    ("column", "values", "expectation"),
    [
        ("value_id", ["a@1", "a@1"], "expect_column_values_to_be_unique(value_id)"),
        ("operator", ["ge", "perhaps"], "expect_column_values_to_be_in_set(operator)"),
        ("unit_code", ["percent", None], "expect_column_values_to_not_be_null(unit_code)"),
        ("upper_bound", [None, 0.5], "expect_column_pair_values_a_to_be_greater_than_b(upper_bound, lower_bound)"),
        ("period_start_year", [2018, 1066], "expect_column_values_to_be_between(period_start_year)"),
        ("value", [196.0, 1.0], "expect_column_values_to_be_between(value)"),
    ],
)
def test_a_bad_row_fails_its_expectation_and_no_other(
    good: pd.DataFrame, column: str, values: list[object], expectation: str
) -> None:
    missed = [outcome for outcome in outcomes(good.assign(**{column: values})) if not outcome.success]
    assert [outcome.expectation for outcome in missed] == [expectation]
    assert missed[0].unexpected_count > 0
    assert missed[0].offending


@pytest.mark.parametrize(("unit_code", "whole"), [("percent", 100.0), ("whole", 1.0), ("per_mille", 1000.0)])
def test_a_share_may_be_the_whole_and_no_more(good: pd.DataFrame, unit_code: str, whole: float) -> None:
    units = [unit_code, "item"]
    assert [o for o in outcomes(good.assign(unit_code=units, value=[whole, 1.0])) if not o.success] == []
    (missed,) = [o for o in outcomes(good.assign(unit_code=units, value=[whole * 1.01, 1.0])) if not o.success]
    assert (missed.expectation, missed.severity) == ("expect_column_values_to_be_between(value)", "warning")


def test_a_rule_is_an_expectation_with_a_name_a_severity_and_its_rows() -> None:
    findings = pd.DataFrame(
        {
            "check_id": ["text_against_table"] * 3 + ["another_rule"],
            "finding_key": ["t:1", "t:2", "t:3", "a:1"],
            "status": ["pass", "explained", "fail", "fail"],
            "explanation_en": ["", "", "85 against 95", ""],
        }
    )
    (outcome,) = gate.validate(
        {"consistency": findings}, {"consistency": expectations.suites(RULES, CODES)["consistency"]}
    )
    assert outcome.expectation == "expect_text_against_table"
    assert (outcome.severity, outcome.description) == ("critical", "Text and table agree.")
    assert (outcome.success, outcome.element_count, outcome.unexpected_count) == (False, 3, 1)
    assert [row["explanation_en"] for row in outcome.offending] == ["85 against 95"]


def test_a_raised_exception_is_a_critical_failure(good: pd.DataFrame) -> None:
    tables = {"fct_plan_value": [ExpectColumnValuesToNotBeNull(column="absent", severity=FailureSeverity.INFO)]}
    (outcome,) = gate.validate({"fct_plan_value": good}, tables)
    assert (outcome.success, outcome.severity) == (False, "critical")
    assert "absent" in outcome.observed
