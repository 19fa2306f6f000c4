"""The build as a user meets it: what it prints, what it publishes, what a failure leaves behind."""

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from helpers import HANG, PLAN, Rows, copy_project, edit, minsheng

pytestmark = pytest.mark.xdist_group("builds of copies")

BAD_TEST = "select 1 as fails"
HOUSING = "Share of the urban population that benefits from housing security"
YESTERDAY = b"the warehouse of yesterday"


def test_a_fresh_build_publishes_and_sums_up(first_build: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    published, result = first_build
    with duckdb.connect(str(published), read_only=True) as connection:
        ((values,),) = connection.sql("select count(*) from fct_plan_value").fetchall()
    assert re.search(rf"fct_plan_value\s+{values:,}\b", result.stdout)
    for phase in ("check inputs", "import dbt", "parse", "dbt", "gate", "history", "exports", "publish", "all"):
        assert re.search(rf"{phase}\s+\d+\.\d", result.stdout), phase
    assert re.search(r"\d+ tests and \d+ expectations passed", result.stdout)
    assert [path.name for path in published.parent.glob("*.wal")] == []
    assert published.stat().st_mode & 0o222 == 0, "read-only"


def test_bad_input_stops_the_build_and_leaves_the_warehouse_alone(scratch: Path) -> None:
    published = scratch.parent / "data" / "minsheng.duckdb"
    published.parent.mkdir()
    published.write_bytes(b"the warehouse of yesterday")
    edit(scratch / PLAN, lambda rows: rows[0].update(value_text="坏", region_code="0"))
    edit(scratch / "seeds/plans/wenzhou-2018.csv", lambda rows: rows[3].update(period="?"))
    result = minsheng("build")
    assert result.returncode == 2
    assert f"{PLAN}:2: value_text: found '坏'" in result.stderr
    assert f"{PLAN}:2: region_code: found '0'" in result.stderr
    assert "seeds/plans/wenzhou-2018.csv:5: period: found '?'" in result.stderr
    assert "3 violations in the input files; nothing was built" in result.stderr
    assert published.read_bytes() == b"the warehouse of yesterday"


def build_of(project: Path, warehouse: Path) -> subprocess.CompletedProcess[str]:
    """Build a copy of the project where a warehouse is published that no longer can be read."""
    warehouse.parent.mkdir()
    warehouse.write_bytes(YESTERDAY)
    return minsheng("build", MINSHENG_PROJECT=str(project), MINSHENG_DATABASE=str(warehouse))


@pytest.fixture(scope="module")
def after_failing_tests(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A build in which a data test fails, in folders whose names want quoting in SQL: the warehouse, its messages."""
    folder = tmp_path_factory.mktemp("tests")
    project = folder / "o'brien's {project}"
    copy_project(project)
    (project / "tests/dbt/always_fails.sql").write_text(BAD_TEST)

    warehouse = folder / "it's {data}" / "minsheng.duckdb"
    return warehouse, build_of(project, warehouse)


def test_a_failing_data_test_stops_the_build_and_leaves_the_warehouse_alone(
    after_failing_tests: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    published, result = after_failing_tests
    assert result.returncode == 1
    assert "always_fails (tests/dbt/always_fails.sql): 1 failing row" in result.stderr
    assert published.read_bytes() == YESTERDAY


@pytest.fixture(scope="module")
def after_failing_gate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A build that only the gate stops: the warehouse, and its messages.

    Wenling's housing coverage for 2027 is below 2026, but not below its baseline.
    """
    folder = tmp_path_factory.mktemp("gate")
    project = folder / "project"
    copy_project(project)

    def lower(rows: Rows) -> None:
        (row,) = [r for r in rows if r["label"] == "城镇住房保障受益覆盖率" and r["period"] == "2027"]
        assert row["value_text"] == "23"
        row["value_text"] = "22"

    edit(project / PLAN, lower)
    warehouse = folder / "data" / "minsheng.duckdb"
    return warehouse, build_of(project, warehouse)


def failed_build(result: subprocess.CompletedProcess[str]) -> duckdb.DuckDBPyConnection:
    """What is kept for inspection."""
    (kept,) = re.findall(r"failed build:\s*(\S+)", result.stderr)
    return duckdb.connect(kept, read_only=True)


def test_a_failing_gate_stops_the_build_and_leaves_the_warehouse_alone(
    after_failing_gate: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    """Every model and data test passes, the gate does not."""
    published, result = after_failing_gate
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"consistency: expect_rule_to_hold(path_not_monotone): 1 of 106 against it: {HOUSING}" in result.stderr
    assert published.read_bytes() == YESTERDAY


def test_a_lowered_target_is_caught_by_the_right_rule_and_only_by_it(
    after_failing_gate: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, result = after_failing_gate
    assert f"consistency: expect_rule_to_hold(path_not_monotone): 1 of 106 against it: {HOUSING}" in result.stderr
    with failed_build(result) as connection:
        new = connection.sql(
            "select check_id, explanation_en from fct_finding where status = 'fail' and severity = 'critical'"
        ).fetchall()
        missed = "select expectation from checks.ge_result where not success and severity = 'critical'"
        assert connection.sql(missed).fetchall() == [("expect_rule_to_hold(path_not_monotone)",)]
    assert new == [("path_not_monotone", f"{HOUSING}: the path turns back, 22 % (一, 2027) after 22.4 % (一, 2026)")]


def test_a_published_warehouse_opens_in_another_process(warehouse: Path) -> None:
    code = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True);"
        "print(c.sql('select count(*) from fct_target').fetchone()[0])"
    )
    readers = [
        subprocess.Popen([sys.executable, "-c", code, str(warehouse)], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    counts = {reader.communicate(timeout=HANG)[0].strip() for reader in readers}
    assert len(counts) == 1
    assert int(counts.pop()) > 200
