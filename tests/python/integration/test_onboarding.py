"""One invented plan in four formats, from its file to published values: read, accepted, verified, built."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

import documents_in_formats as plan
import onboarded_plan
from helpers import copy_project, minsheng
from minsheng import paths
from minsheng.inputs import contract

FORMATS = ("docx", "pdf", "html", "xlsx")
MATCHED = "护理型床位占比"

pytestmark = pytest.mark.xdist_group("onboarding")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, subprocess.CompletedProcess[str]]]:
    """The warehouse of a project with the plan in every format, and what `minsheng verify` said of the last."""
    folder = tmp_path_factory.mktemp("onboarding")
    project, sources = folder / "project", folder / "sources"
    copy_project(project)
    sources.mkdir()
    plan.write_all(folder)
    warehouse = folder / "data/minsheng.duckdb"
    caches = (paths.root, contract.plan_values)
    with pytest.MonkeyPatch.context() as patch:
        for name, place in (("PROJECT", project), ("SOURCES", sources), ("DATABASE", warehouse)):
            patch.setenv(f"MINSHENG_{name}", str(place))
        patch.setenv("MINSHENG_STEPS", str(folder / "steps.duckdb"))
        for cached in caches:
            cached.cache_clear()
        for suffix in FORMATS:
            plan_id = f"dongtou-2024-{suffix}"
            document = onboarded_plan.read(project, folder / f"plan.{suffix}", plan_id, sources)
            onboarded_plan.decide(document)
            onboarded_plan.match(document, MATCHED, "elder_nursing_bed_share")
            accepted = minsheng("accept", plan_id)
            assert accepted.returncode == 0, accepted.stderr
        verified = minsheng("verify", "--plan", plan_id)
        build = minsheng("build")
        assert build.returncode == 0, build.stdout + build.stderr
        yield warehouse, verified
    for cached in caches:
        cached.cache_clear()


@pytest.fixture
def steps(built: tuple[Path, subprocess.CompletedProcess[str]]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to that warehouse, and to the steps that led to it."""
    warehouse, _ = built
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse}' as minsheng (read_only); use minsheng")
        connection.execute(f"attach '{warehouse.parents[1] / 'steps.duckdb'}' as steps (read_only)")
        yield connection


def test_every_format_publishes_the_same_values(steps: duckdb.DuckDBPyConnection) -> None:
    values = steps.sql(
        "select label, value_role, period_end_year, operator, value::double as value, unit_code, value_text,"
        " count(distinct plan_id) as plans from fct_plan_value where plan_id like 'dongtou-2024-%' group by all"
    ).fetchall()
    assert {row[-1] for row in values} == {len(FORMATS)}
    assert {
        ("托位数", "target", 2026, "ge", 1500.0, "item", "≥1,500"),
        ("普惠托位占比", "target", 2026, "eq", 70.0, "percent", "70"),
        (MATCHED, "target", 2026, "full_coverage", 100.0, "percent", "全覆盖"),
    } <= {row[:-1] for row in values}


def test_what_was_accepted_is_verified(built: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _, verified = built
    assert verified.returncode == 0, verified.stderr
    assert "100.0%" in verified.stdout


def test_labels_without_a_match_wait_each_as_an_indicator_of_its_own_plan(steps: duckdb.DuckDBPyConnection) -> None:
    waiting = steps.sql("select label, plan_id, indicator_code from bi.waiting").fetchall()
    labels = {label for label, *_ in waiting}
    assert {"托位数", "普惠托位占比"} <= labels
    assert MATCHED not in labels
    assert len({code for *_, code in waiting}) == len(waiting) == len(labels) * len(FORMATS)
    described = steps.sql(
        "select distinct indicator_zh, indicator_en, unit_code, direction, is_comparable, plan_count"
        " from bi.indicator where is_provisional and indicator_zh = '托位数'"
    ).fetchall()
    assert described == [("托位数", "托位数 (not compared yet)", "item", None, False, 0)]


def test_a_provisional_indicator_is_compared_and_ranked_with_nothing(steps: duckdb.DuckDBPyConnection) -> None:
    """In no relation that compares, although four plans print the same labels for the same place and years."""
    relations = steps.sql(
        "select database_name || '.' || schema_name || '.' || table_name from duckdb_columns()"
        " where column_name = 'indicator_code' and not internal"
        " and (table_name like 'mart\\_%' escape '\\' or table_name like 'int\\_values\\_ranked' escape '\\'"
        " or schema_name = 'bi') order by 1"
    ).fetchall()
    found = {
        name.split(".", 1)[1]
        for (name,) in relations
        if steps.sql(f"from {name} where indicator_code like 'provisional\\_%' escape '\\' limit 1").fetchall()
    }
    assert ("steps.intermediate.int_values_ranked",) in relations
    assert found == {
        *("bi.indicator", "bi.indicator_value", "bi.plan_value", "bi.progress", "bi.promise", "bi.waiting"),
        "main.mart_target_progress",
    }
    verdicts = steps.sql(
        "select distinct verdict, verdict_reason from bi.progress where is_provisional"
        " union all select distinct verdict, null from bi.progress"
        f" where plan_id like 'dongtou-2024-%' and label = '{MATCHED}' and verdict_reason = 'not_compared'"
    ).fetchall()
    assert verdicts == [("not_assessable", "not_compared")]
    compared = steps.sql(
        "select count(distinct plan_id) from steps.intermediate.int_values_ranked where plan_id like 'dongtou-2024-%'"
    ).fetchall()
    assert compared == [(len(FORMATS),)], "what is matched is compared"


def test_every_surface_says_that_an_indicator_is_not_compared_yet(
    built: tuple[Path, subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    warehouse = str(built[0])
    with duckdb.connect(warehouse, read_only=True) as connection:
        ((code,), *_) = connection.sql("select indicator_code from bi.waiting where label = '托位数'").fetchall()
    for language, says in (("en", "Not compared yet."), ("zh", "尚未比对。")):
        shown = minsheng("compare", code, "--lang", language, MINSHENG_DATABASE=warehouse)
        _, *points = shown.stdout.splitlines()
        assert len(points) == 2, shown.stderr
        assert all(says in point and "None" not in point for point in points)
    written = minsheng("atlas", "--output", str(tmp_path / "atlas"), MINSHENG_DATABASE=warehouse)
    assert written.returncode == 0, written.stderr
    page = (tmp_path / "atlas/en/plan-dongtou-2024-docx.html").read_text("utf-8")
    assert page.count("not compared yet") > 3
