"""The gate fails on what it should, and an exception inside an expectation is never a pass."""

import great_expectations.expectations as gxe
import pandas as pd
import pytest

from minsheng import gate


@pytest.fixture(scope="module")
def good() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "value_id": ["a@1", "a@2"],
            "indicator_code": ["x", "y"],
            "operator": ["ge", "between"],
            "unit_code": ["percent", "item"],
            "value_text": ["≥96%", "1-2个"],
            "value": [96.0, 1.0],
            "lower_bound": [96.0, 1.0],
            "upper_bound": [None, 2.0],
            "period_start_year": [2018, 2021],
            "period_end_year": [2018, 2025],
        }
    )


def failed(frame: pd.DataFrame) -> list[str]:
    outcomes = gate.validate({"fct_plan_value": frame}, gate.suites())
    assert len(outcomes) == len(gate.suites()["fct_plan_value"])
    return [outcome.expectation for outcome in outcomes if not outcome.success]


def test_sound_rows_pass(good: pd.DataFrame) -> None:
    assert failed(good) == []


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
    assert failed(good.assign(**{column: values})) == [expectation]


def test_a_raised_exception_is_a_critical_failure(good: pd.DataFrame) -> None:
    tables = {"fct_plan_value": [gxe.ExpectColumnValuesToNotBeNull(column="absent", severity="info")]}
    (outcome,) = gate.validate({"fct_plan_value": good}, tables)
    assert (outcome.success, outcome.severity) == (False, "critical")
    assert "absent" in outcome.observed


def test_a_gate_that_dies_is_an_error_and_not_a_pass(tmp_path) -> None:
    with gate.Gate() as running, pytest.raises(RuntimeError, match="the gate stopped before its end"):
        running.check(tmp_path / "no such file.duckdb")
