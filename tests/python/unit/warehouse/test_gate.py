"""The gate's expectations: each fails on what it should, in SQL as on a pandas frame, and an exception is no pass."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import great_expectations as gx
import pytest
from great_expectations.expectations.core.expect_column_values_to_not_be_null import ExpectColumnValuesToNotBeNull
from great_expectations.expectations.metadata_types import FailureSeverity

import suites
from helpers import ROOT
from minsheng.warehouse import gate, profile

INDEX = ROOT / "seeds/reference/checks.csv"
RULES = {one["kwargs"]["rule"]: (one["severity"], 10) for one in suites.suites(INDEX)["consistency"]}
SUBJECTS = dict.fromkeys(RULES, 10)

ONE_BY_ONE = [
    ("consistency", "update fct_finding set status = 'fail' where finding_key = 'table_incomplete:2'"),
    *(("drift", f"update checks.ge_drift set moved_count = 11 where measure = '{one}'") for one in profile.MEASURES),
    *(
        ("plans", f"update checks.ge_plan set {change} where plan_id = 'a-2021'")
        for change in ("target_count = 0", "unread_share = 0.51", "widest_gap_share = 0.26")
    ),
]
"""A suite, and what breaks one of its expectations."""

TABLES = f"""
create schema checks;
create table fct_check_run as
    select unnest({list(RULES)}) as check_id, 10 as subject_count, false as may_have_no_subjects,
        'A rule' as description_en;
create table fct_finding as
    select check_id || ':' || n as finding_key, check_id, status, check_id || ' says so' as explanation_en
    from fct_check_run, (values (1, 'explained'), (2, 'not_applicable')) as t(n, status);
create table checks.ge_drift as
    select unnest({list(profile.MEASURES)}) as measure, 'a-2021' as scope, 100 as published_count, 10 as moved_count,
        10 as room_count, 'a-2021: ge 50 -> 40' as moves;
create table checks.ge_plan as
    select 'a-2021' as plan_id, 1 as target_count, 0.5::double as unread_share, 0.25::double as widest_gap_share
    union all select 'landed-2021', 9, 0, null;
"""


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse of nothing but what the gate looks at, all of it just as it may be."""
    path = tmp_path / "it's {a} warehouse 50% & ü.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLES)
    monkeypatch.setenv("MINSHENG_PROJECT", str(ROOT))
    monkeypatch.setenv("MINSHENG_DATABASE", str(path))
    monkeypatch.setenv("MINSHENG_GATE_RESULTS", str(tmp_path / "results"))
    return path


def change(warehouse: Path, sql: str) -> None:
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(sql)


def missed(outcomes: list[gate.Outcome]) -> list[str]:
    return [f"{outcome.suite}: {outcome.expectation}" for outcome in outcomes if not outcome.success]


def frames_of(warehouse: Path) -> dict[str, Any]:
    """Return what each suite looks at, as pandas frames."""
    tables = {
        "consistency": "fct_finding",
        "rules": "fct_check_run",
        "drift": "checks.ge_drift",
        "plans": "checks.ge_plan",
    }
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {suite: connection.table(table).df() for suite, table in tables.items()}


def as_pandas(frames: dict[str, Any]) -> Iterator[gate.Outcome]:
    """Judge the same suites by Great Expectations on pandas frames."""
    stored = gx.get_context(mode="file", project_root_dir=ROOT)
    source = gx.get_context(mode="ephemeral").data_sources.add_pandas("frames")
    for suite, frame in frames.items():
        batches = source.add_dataframe_asset(suite).add_batch_definition_whole_dataframe("all")
        result: Any = batches.get_batch({"dataframe": frame}).validate(stored.suites.get(suite))
        for one in result.results:
            yield gate.outcome(suite, one.to_json_dict(), SUBJECTS)


def judge(warehouse: Path) -> list[gate.Outcome]:
    """Return the gate's outcomes, which have to be those of pandas."""
    frames = frames_of(warehouse)
    outcomes = gate.validate(RULES, with_docs=False)
    in_pandas = list(as_pandas(frames))
    for one, other in zip(outcomes, in_pandas, strict=True):
        assert replace(one, offending=[]) == replace(other, offending=[])
    return outcomes


def test_what_may_be_passes_and_at_least_everything_listed_is_judged(warehouse: Path) -> None:
    outcomes = judge(warehouse)
    assert missed(outcomes) == []
    assert len(outcomes) == len(RULES) + 1 + len(profile.MEASURES) + 3


def test_every_rule_is_missed_by_its_name_with_the_rows_against_it(warehouse: Path) -> None:
    change(warehouse, "update fct_finding set status = 'fail' where finding_key like '%:1'")
    outcomes = judge(warehouse)
    assert missed(outcomes) == [f"consistency: expect_rule_to_hold({rule})" for rule in RULES]
    for outcome, rule in zip(outcomes, RULES, strict=False):
        assert outcome.observed == "1 of 10 against it"
        assert [row["subject"] for row in outcome.offending] == [f"{rule}:1"]
        assert str(outcome).endswith(f"1 of 10 against it: {rule} says so")


def test_everything_else_is_missed_when_its_row_is_bad(warehouse: Path) -> None:
    """One row against each expectation, and the rules pass: with the test above, each is seen to hold and to fail."""
    change(
        warehouse,
        """
        update checks.ge_drift set moved_count = 11;
        update fct_check_run set subject_count = 0 where check_id = 'table_incomplete';
        update checks.ge_plan set target_count = 0, unread_share = 0.51, widest_gap_share = 0.26
        where plan_id = 'a-2021'
        """,
    )
    outcomes = [outcome for outcome in judge(warehouse) if not outcome.success]
    ranges = ["plans: target_count", "plans: unread_share", "plans: widest_gap_share"]
    assert [(f"{one.suite}: {one.expectation}") for one in outcomes] == [
        "rules: expect_column_values_to_be_between(subject_count)",
        *(f"drift: expect_counts_to_stay({measure})" for measure in profile.MEASURES),
        *(f"{one.replace(': ', ': expect_column_values_to_be_between(')})" for one in ranges),
    ]
    assert {(one.unexpected_count, len(one.offending)) for one in outcomes} == {(1, 1)}
    assert [one.severity for one in outcomes[-3:]] == ["critical", "warning", "warning"]
    assert str(outcomes[1]) == "drift: expect_counts_to_stay(rows): 1 of 1 against it: a-2021: ge 50 -> 40"


@pytest.mark.parametrize(("suite", "sql"), ONE_BY_ONE)
def test_a_bad_row_is_against_its_expectation_and_no_other(suite: str, sql: str, warehouse: Path) -> None:
    change(warehouse, sql)
    stored: Any = gx.get_context(mode="file", project_root_dir=ROOT).validation_definitions.get(suite)
    result = stored.run(result_format="SUMMARY")
    assert [one.success for one in result.results].count(False) == 1


def test_a_rule_that_may_find_nothing_to_look_at_may(warehouse: Path) -> None:
    change(warehouse, "update fct_check_run set subject_count = 0, may_have_no_subjects = true")
    assert missed(judge(warehouse)) == []


def test_no_more_than_twenty_rows_are_kept_however_many_are_against(warehouse: Path) -> None:
    change(
        warehouse,
        "insert into fct_finding select 'n' || range, 'table_incomplete', 'fail', '' from range(100000)",
    )
    (outcome,) = [outcome for outcome in gate.validate(RULES, with_docs=False) if not outcome.success]
    assert (outcome.unexpected_count, len(outcome.offending)) == (100_000, 20)


def test_a_raised_exception_is_a_critical_failure(warehouse: Path) -> None:
    context = gx.get_context(mode="file", project_root_dir=ROOT)
    batch: Any = context.data_sources.get("warehouse").get_asset("plans").get_batch_definition("all").get_batch()
    absent = ExpectColumnValuesToNotBeNull(column="absent", severity=FailureSeverity.INFO)
    outcome = gate.outcome("plans", batch.validate(absent).to_json_dict(), SUBJECTS)
    assert (outcome.success, outcome.severity) == (False, "critical")
    assert "absent" in outcome.observed


def test_a_table_that_is_not_there_fails_what_looks_at_it(warehouse: Path) -> None:
    change(warehouse, "drop table checks.ge_plan")
    outcomes = [outcome for outcome in gate.validate(RULES, with_docs=False) if not outcome.success]
    assert {(one.suite, one.severity, "ge_plan" in one.observed) for one in outcomes} == {("plans", "critical", True)}


@pytest.mark.parametrize(
    "rules",
    [{**RULES, "new_rule": ("critical", 1)}, {**RULES, "table_incomplete": ("info", 1)}, dict(list(RULES.items())[1:])],
)
def test_suites_of_other_rules_are_an_error_and_not_a_pass(rules: dict[str, tuple[str, int]], warehouse: Path) -> None:
    with pytest.raises(ValueError, match="make suites"):
        gate.validate(rules, with_docs=False)


def test_the_suites_are_those_of_the_index_of_rules(tmp_path: Path) -> None:
    suites.write(tmp_path)
    written = {path.relative_to(tmp_path): path.read_text("utf-8") for path in tmp_path.rglob("*.json")}
    stored = {path.relative_to(ROOT / "gx"): path.read_text("utf-8") for path in (ROOT / "gx").rglob("*.json")}
    assert written == stored


def test_no_file_of_the_context_names_a_machine() -> None:
    for path in (ROOT / "gx").rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            text = path.read_text("utf-8")
            assert str(ROOT) not in text
            assert "/home/" not in text
    assert json.loads((ROOT / "gx/checkpoints/gate.json").read_text("utf-8"))["name"] == "gate"


def test_accepted_drift_warns_and_stops_nothing() -> None:
    drifted = gate.Outcome("drift", "expect_counts_to_stay(rows)", "critical", "", False, 3, 1, "1 of 3 against it", [])
    broken = gate.Outcome("plans", "expect", "critical", "", False, 3, 1, "1 of 3 against it", [])
    assert gate.hint([broken]) == ""
    assert "--accept-loss" in gate.hint([broken, drifted])
    accepted = gate.accept_drift([drifted, broken])
    assert gate.failed(accepted) == [broken]
    assert gate.warnings(accepted) == ["drift: expect_counts_to_stay(rows): 1 of 3 against it"]
