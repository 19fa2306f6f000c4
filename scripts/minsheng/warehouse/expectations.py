"""What the gate expects of each table: expectations of Great Expectations, made when it has been imported."""

from __future__ import annotations

from importlib import import_module
from typing import Any

QUERIES = {
    "consistency": (
        "select s.check_id, s.finding_key, coalesce(f.status, s.status) as status, s.explanation_en"
        " from checks.int_rule_subjects_united as s left join fct_finding as f using (finding_key),"
        " range(s.subject_count)"
    ),
}
"""Frames that are more than a table."""


def suites(rules: list[dict[str, str]], codes: dict[str, list[str]]) -> dict[str, list[Any]]:
    """Return the expectations per table, and one per consistency rule.

    Args:
        rules: rows of the index of rules: check_id, severity, description.
        codes: the codes of each list of dim_code.
    """
    return {
        "fct_plan_value": [
            *_keyed("value_id"),
            *_filled("operator", "unit_code", "value_text", "region_code", "section"),
            _one_of("operator", codes["operator"]),
            _one_of("match_grade", codes["match_grade"]),
            _ordered("lower_bound", "upper_bound"),
            _ordered("period_start_year", "period_end_year"),
            _within("period_start_year", 1949, 2100),
            _within("value", 0, 100, _where("unit_code", "percent"), severity="warning"),
            _within("value", 0, 1, _where("unit_code", "whole"), severity="warning"),
            _within("value", 0, 1000, _where("unit_code", "per_mille"), severity="warning"),
        ],
        "fct_target": [*_keyed("value_id"), _one_of("value_role", ["target"])],
        "fct_observation": [*_keyed("value_id"), _one_of("value_role", ["baseline", "actual"])],
        "fct_project": [*_filled("name", "category"), _ordered("start_year", "end_year")],
        "fct_investment": _filled("name", "is_total"),
        "dim_plan": [*_keyed("plan_id"), _ordered("first_year", "last_year")],
        "dim_indicator": [
            *_keyed("indicator_code"),
            *_keyed("name_zh"),
            *_filled("definition_zh", "definition_en", "domain_code", "unit_code"),
            _one_of("direction", codes["direction"]),
            _one_of("shape", codes["shape"]),
            _ordered("floor", "ceiling"),
        ],
        "dim_unit": [*_keyed("unit_code"), _within("to_base_factor", 0.000001, 1e12)],
        "dim_region": _keyed("region_code"),
        "bridge_indicator_match": _filled("indicator_code", "match_grade"),
        "fct_check_run": [_within("subject_count", 1, 1e9, _where("may_have_no_subjects", False))],
        "consistency": [_rule(rule) for rule in rules],
    }


def _expectation(name: str) -> Any:
    return getattr(import_module("great_expectations.expectations"), name)


def _where(column: str, value: object) -> Any:
    """Return the condition that a column has a value."""
    conditions: Any = import_module("great_expectations.expectations.row_conditions")
    return conditions.Column(column) == value


def _filled(*columns: str) -> list[Any]:
    not_null = _expectation("ExpectColumnValuesToNotBeNull")
    return [not_null(column=column, severity="critical") for column in columns]


def _keyed(column: str) -> list[Any]:
    return [_expectation("ExpectColumnValuesToBeUnique")(column=column, severity="critical"), *_filled(column)]


def _ordered(low: str, high: str) -> Any:
    return _expectation("ExpectColumnPairValuesAToBeGreaterThanB")(
        column_A=high, column_B=low, ignore_row_if="either_value_is_missing", or_equal=True, severity="critical"
    )


def _within(column: str, low: float, high: float, only: Any = None, severity: str = "critical") -> Any:
    return _expectation("ExpectColumnValuesToBeBetween")(
        column=column, min_value=low, max_value=high, row_condition=only, severity=severity
    )


def _one_of(column: str, values: list[str]) -> Any:
    return _expectation("ExpectColumnValuesToBeInSet")(column=column, value_set=values, severity="critical")


def _rule(rule: dict[str, str]) -> Any:
    """Return the named expectation of a consistency rule: no subject of it is an unregistered finding."""
    name = "Expect" + "".join(word.capitalize() for word in rule["check_id"].split("_"))
    expectation = type(name, (_expectation("ExpectColumnValuesToBeInSet"),), {"__doc__": rule["description"]})
    return expectation(
        column="status",
        value_set=["pass", "explained", "not_applicable"],
        row_condition=_where("check_id", rule["check_id"]),
        severity=rule["severity"],
        description=rule["description"],
    )
