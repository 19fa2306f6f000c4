"""Verdicts: a golden file worked out by hand, and properties of the method."""

import csv
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import ROOT
from minsheng.cli.app import app

GOLDEN = list(csv.DictReader((Path(__file__).parent / "golden_verdicts.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("expected", GOLDEN, ids=lambda row: row["value_id"])
def test_a_verdict_is_what_a_person_works_out(connection: duckdb.DuckDBPyConnection, expected: dict[str, str]) -> None:
    """Worked out from the documents before the models ran; every statement has the verdict of its promise."""
    verdict, reason, record, lag_years = connection.execute(
        "select verdict, coalesce(verdict_reason, ''), coalesce(outcome_value_id, ''), lag_years"
        " from fct_target join mart_target_progress using (promise_id) where fct_target.value_id = ?",
        [expected["value_id"]],
    ).fetchall()[0]
    assert (verdict, reason) == (expected["verdict"], expected["reason"]), expected["working"]
    assert expected["record"] in ("", record)
    assert expected["lag_years"] in ("", str(lag_years))


def test_the_golden_file_has_every_verdict_that_occurs(connection: duckdb.DuckDBPyConnection) -> None:
    occurring = connection.sql("select distinct verdict from mart_target_progress").fetchall()
    assert {verdict for (verdict,) in occurring} == {row["verdict"] for row in GOLDEN}


def test_findings_and_verdicts_agree(connection: duckdb.DuckDBPyConnection) -> None:
    """A missed target is a finding and a finding a missed target, unless its plan gives two numbers for it."""
    disagreeing = connection.sql(
        "with missed as (select promise_id from fct_finding join fct_target on left_value_id = value_id"
        " where check_id = 'target_missed' and status in ('fail', 'explained'))"
        " select promise_id, verdict, verdict_reason, missed.promise_id is not null as is_finding"
        " from mart_target_progress left join missed using (promise_id)"
        " where period_basis != 'cumulative' and is_finding != (verdict in ('target_missed', 'not_maintained'))"
        " and verdict_reason is distinct from 'contradictory_sources'"
    ).fetchall()
    assert disagreeing == []
    assert connection.sql("select 1 from mart_target_progress where verdict = 'target_missed'").fetchall()


def test_a_promise_has_one_primary_statement_and_one_verdict(connection: duckdb.DuckDBPyConnection) -> None:
    (promises, statements), *_ = connection.sql("select count(*), sum(statement_count) from fct_promise").fetchall()
    assert connection.sql("select count(promise_id) from fct_target").fetchall() == [(statements,)]
    for counted in (
        "select count(*), count(distinct promise_id) from fct_target where is_primary_statement",
        "select count(*), count(distinct promise_id) from mart_target_progress",
        "select count(*), count(distinct promise_id) from bi.progress",
    ):
        assert connection.sql(counted).fetchall() == [(promises, promises)]
    assert statements > promises


def test_a_verdict_can_be_worked_out_from_its_row_alone(connection: duckdb.DuckDBPyConnection) -> None:
    """As in a spreadsheet: growth, ratio and pace from base, target and outcome of the same row."""
    rows = connection.sql(
        "select baseline_value_base, value_base, outcome_value_base, baseline_year, period_end_year, outcome_year,"
        " direction, growth_ratio, linear_pace from mart_target_progress where growth_ratio is not null"
    ).fetchall()
    assert len(rows) >= 4
    for base, target, outcome, base_year, target_year, outcome_year, direction, ratio, pace in rows:
        base, target, outcome = float(base), float(target), float(outcome)
        sign = 1 if direction == "higher_better" else -1
        observed = (outcome / base) ** (1 / (outcome_year - base_year)) - 1
        required = (target / base) ** (1 / (target_year - base_year)) - 1
        assert float(ratio) == pytest.approx(sign * observed / abs(required), abs=1e-4)
        per_year = (outcome - base) / (outcome_year - base_year)
        asked = (target - base) / (target_year - base_year)
        assert float(pace) == pytest.approx(sign * per_year / abs(asked), abs=1e-4)


def test_ambition_measures_the_gap_to_the_natural_limit(connection: duckdb.DuckDBPyConnection) -> None:
    """From 51 % to 58 % of 100 % closes 7 of 49 points; 1.4 points a year are asked for."""
    row = connection.sql(
        "select gap_closed_share, required_yearly_change_pp, comparable_count, rank_among_comparable"
        " from mart_target_ambition where value_id = 'wenzhou-2021@5981'"
    ).fetchone()
    assert row == (Decimal("0.142857"), Decimal("1.4"), 2, 2)


def test_ambition_knows_what_was_on_record(connection: duckdb.DuckDBPyConnection) -> None:
    ((below,),) = connection.sql(
        "select count(distinct indicator_code) from mart_target_ambition"
        " where is_below_record and plan_id = 'wenzhou-2021'"
    ).fetchall()
    assert below == 7


def test_progress_prints_a_summary_and_its_filters_work(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    result = CliRunner().invoke(app, ["progress", "--plan", "wenzhou-2021", "--lang", "zh"])
    assert result.exit_code == 0
    assert "养老机构护理型床位占比" in result.stdout
    every = CliRunner().invoke(app, ["progress", "--plan", "wenzhou-2021", "--all"])
    assert "substantial_progress" in every.stdout
    assert "no_later_record" in every.stdout
    assert result.stderr == "无法评估的承诺未列出；--all 一并列出\n"
    assert len(every.stdout.splitlines()) > len(result.stdout.splitlines())
    nowhere = CliRunner().invoke(app, ["progress", "--region", "330329", "--domain", "health"])
    assert (nowhere.exit_code, nowhere.stderr) == (0, "no promise fits all that was asked for\n")


STEPS = {
    "progress/int_target_progress_measured.sql": "steps.intermediate.int_target_progress_measured",
    "mart_target_progress.sql": "main.mart_target_progress",
}
INPUTS = "steps.intermediate.int_target_progress_inputs"
Judge = Callable[[list[dict[str, object]]], list[tuple[str, str]]]


@pytest.fixture(scope="module")
def judge(warehouse: Path) -> Iterator[Judge]:
    """The SQL of the last two steps, as dbt compiled it for the build, over inputs of the test's own.

    Returns:
        A function from rows of int_target_progress_inputs to verdict and linear band of each.
    """
    compiled = ROOT / "target" / "release" / "compiled" / "minsheng" / "models" / "analysis"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse}' as built (read_only)")
        connection.execute(f"attach '{warehouse.with_name('steps.duckdb')}' as made (read_only)")
        connection.execute("attach ':memory:' as minsheng; use minsheng")  # steps name the catalog of what they read
        connection.execute("attach ':memory:' as steps; create schema steps.intermediate")
        connection.execute("create table main.dim_progress_method as from built.main.dim_progress_method")
        connection.execute(f"create table {INPUTS} as from made.intermediate.int_target_progress_inputs")
        for step, name in STEPS.items():
            connection.execute(f"create view {name} as {(compiled / step).read_text('utf-8')}")

        def verdicts(rows: list[dict[str, object]]) -> list[tuple[str, str]]:
            connection.execute(f"delete from {INPUTS}")
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(
                f"insert into {INPUTS} ({', '.join(rows[0])}) values ({marks})",
                [list(row.values()) for row in rows],
            )
            return connection.sql("select verdict, linear_band from mart_target_progress order by value_id").fetchall()

        yield verdicts


def inputs(n: int, base: float, target: float, outcome: float, direction: str, operator: str) -> dict[str, object]:
    lower = None if operator in ("le", "lt") else target
    upper = None if operator in ("ge", "gt") else target
    return {
        **dict(
            value_id=f"{n:04}",
            commitment_strength="pledged",
            as_of_year=2025,
            direction=direction,
            shape="level",
            period_basis="point",
            operator=operator,
        ),
        **dict(period_start_year=2025, period_end_year=2025, baseline_year=2020, outcome_year=2023),
        **dict(value_base=target, baseline_value_base=base, outcome_value_base=outcome),
        **dict(lower_bound_base=lower, upper_bound_base=upper),
        **dict(lower_inclusive=None if lower is None else operator != "gt"),
        **dict(upper_inclusive=None if upper is None else operator != "lt", has_record_of_other_definition=False),
    }


numbers = st.integers(1, 200).map(float)
MIRROR = {"ge": "le", "gt": "lt", "eq": "eq", "maintain": "maintain"}


# Cases are drawn in lists: judging many costs no more than judging one.
Case = tuple[float, float, float, str]
cases = st.tuples(numbers, numbers, numbers, st.sampled_from(sorted(MIRROR)))


@settings(max_examples=6, deadline=None)
@given(st.lists(cases, min_size=1, max_size=60), st.sampled_from([10.0, 10000.0, 1e8]))
def test_scaling_the_unit_never_changes_a_verdict(judge: Judge, drawn: list[Case], factor: float) -> None:
    rows = []
    for n, (base, target, outcome, operator) in enumerate(drawn):
        rows.append(inputs(2 * n, base, target, outcome, "higher_better", operator))
        scaled = (base * factor, target * factor, outcome * factor)
        rows.append(inputs(2 * n + 1, *scaled, "higher_better", operator))
    verdicts = judge(rows)
    assert verdicts[::2] == verdicts[1::2]


@settings(max_examples=6, deadline=None)
@given(st.lists(cases.filter(lambda case: case[0] != case[1]), min_size=1, max_size=60))
def test_mirroring_the_direction_mirrors_the_verdict(judge: Judge, drawn: list[Case]) -> None:
    """More is better on one side, less on the other of zero: linear pace and every exception come out the same."""
    rows = []
    for n, (base, target, outcome, operator) in enumerate(drawn):
        rows.append(inputs(2 * n, base, target, outcome, "higher_better", operator))
        rows.append(inputs(2 * n + 1, -base, -target, -outcome, "lower_better", MIRROR[operator]))
    verdicts = judge(rows)
    exceptions = ("already_met", "met_at_base", "maintained", "not_maintained")
    for (verdict_up, band_up), (verdict_down, band_down) in zip(verdicts[::2], verdicts[1::2], strict=True):
        assert band_up == band_down
        assert (verdict_up in exceptions) == (verdict_down in exceptions)
        if verdict_up in exceptions:
            assert verdict_up == verdict_down
