"""A national plan with every kind of value goes from its text to published verdicts."""

import duckdb
import pytest

import national_plan
from helpers import ROOT, minsheng
from national_plan import PLAN, PROMISES, SOURCE


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A warehouse of the plan and its records beside the five plans, built by the command."""
    from helpers import copy_project

    place = tmp_path_factory.mktemp("national")
    scratch = place / "project"
    copy_project(scratch)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINSHENG_PROJECT", str(scratch))
        sources = national_plan.add(scratch)
    warehouse = str(place / "data/minsheng.duckdb")
    built = minsheng(
        "build",
        MINSHENG_PROJECT=str(scratch),
        MINSHENG_DATABASE=warehouse,
        MINSHENG_LANDING=str(scratch / "data/landing"),
        MINSHENG_SOURCES=str(sources),
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return warehouse


@pytest.fixture
def national(published: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(published, read_only=True)


def test_every_promise_has_the_verdict_that_a_careful_reader_gives(national: duckdb.DuckDBPyConnection) -> None:
    judged = national.execute(
        "select label, trim(verdict || ' ' || coalesce(verdict_reason, '')), coalesce(measure, '')"
        " from bi.progress where plan_id = ? order by char_start",
        [PLAN],
    ).fetchall()
    assert judged == [(promise.label, promise.verdict, promise.measure) for promise in PROMISES]


def test_what_the_attribute_column_prints_is_published(national: duckdb.DuckDBPyConnection) -> None:
    marked = national.execute(
        "select label, coalesce(target_nature, ''), coalesce(yearly_growth_text, '') from bi.plan_value"
        " where plan_id = ? and value_role = 'target' order by char_start",
        [PLAN],
    ).fetchall()
    assert marked == [(promise.label, promise.nature, promise.growth) for promise in PROMISES]
    names = "select distinct target_nature_zh from bi.progress where target_nature is not null order by 1"
    assert national.sql(names).fetchall() == [("约束性",), ("预期性",)]


def test_a_change_is_judged_by_the_level_that_it_comes_to(national: duckdb.DuckDBPyConnection) -> None:
    levels = national.execute(
        "select label, cast(target_value as double), cast(baseline_value as double), baseline_year,"
        " cast(outcome_value as double) from bi.progress"
        " where plan_id = ? and measure = 'change' and target_value is not null order by char_start",
        [PLAN],
    ).fetchall()
    assert levels == [
        ("水耗降幅", 16, None, None, 17),
        ("废水排放", 70, 100, 2020, 65),
        ("废气排放", 70, 100, 2020, 75),
        ("城市居住比例", 65, 60, 2020, 66),
        ("预期年龄", 78.9, 77.9, 2020, 79),
        ("科研人员", 800, 400, 2020, 790),
        ("设备数量", 161.051, 100, 2020, 170),
        ("车站数量", 105, 100, 2024, 104),
        ("事故数量", 865, 1000, 2020, 915),
    ]


@pytest.mark.parametrize(
    ("table", "left", "right"),
    [
        ("mart_indicator_comparison", "earlier_value_id", "later_value_id"),
        ("mart_plan_revision", "later_value_id", "earlier_value_id"),
        ("mart_region_comparison", "value_id", "higher_value_id"),
        ("mart_indicator_trajectory", "recorded_value_id", "target_value_id"),
        ("mart_target_progress", "value_id", "outcome_value_id"),
        ("fct_finding", "left_value_id", "right_value_id"),
    ],
)
def test_nothing_joins_values_of_two_measures(
    national: duckdb.DuckDBPyConnection, table: str, left: str, right: str
) -> None:
    """A change stands beside a level only as the level that it comes to, from a record or as the size of a decline."""
    joined = national.sql(
        f"select a.label, a.measure, b.measure from {table} as t"
        f" join fct_plan_value as a on t.{left} = a.value_id join fct_plan_value as b on t.{right} = b.value_id"
        " left join mart_target_progress as p on p.value_id in (a.value_id, b.value_id) and p.measure = 'change'"
        " and p.value_base is not null"
        " where a.measure != b.measure and a.measure != 'direction' and p.value_id is null"
    ).fetchall()
    assert joined == []
    assert national.sql(f"select 1 from {table}").fetchone()


def test_whose_figure_stands_in_for_a_number_is_published(national: duckdb.DuckDBPyConnection) -> None:
    yardsticks = national.execute(
        "select label, yardstick, yardstick_en from bi.progress where plan_id = ? and yardstick is not null", [PLAN]
    ).fetchall()
    assert sorted(yardsticks) == [
        ("保障任务", "superior_target", "target of a higher level"),
        ("收入增长率", "economic_growth", "economic growth"),
    ]


def test_every_value_and_record_arrives_once(national: duckdb.DuckDBPyConnection) -> None:
    (values,) = national.execute("select count(*) from fct_plan_value where plan_id = ?", [PLAN]).fetchone() or (0,)
    assert values == 2 * len(PROMISES)
    (records,) = national.execute("select count(*) from fct_plan_value where source_id = ?", [SOURCE]).fetchone() or (
        0,
    )
    assert records == sum(len(promise.records) for promise in PROMISES)


def test_the_plan_has_every_measure_operator_and_base(national: duckdb.DuckDBPyConnection) -> None:
    """So that a production without a promise here is noticed."""
    of_plan = f"from fct_plan_value where plan_id = '{PLAN}' and value_role = 'target'"
    for column, but in (("measure", set()), ("operator", {"lt", "between", "maintain", "none"})):
        found = {code for (code,) in national.sql(f"select distinct {column} {of_plan}").fetchall() if code}
        codes = national.sql(f"select code from dim_code where code_list = '{column}'").fetchall()
        assert found == {code for (code,) in codes} - but
    bases = national.sql(f"select distinct change_base {of_plan} and change_base is not null").fetchall()
    assert {base for (base,) in bases} == {"year", "previous_year", "period_start", "each_year"}


def test_the_project_itself_is_left_alone() -> None:
    assert not (ROOT / f"seeds/plans/{PLAN}.csv").exists()
