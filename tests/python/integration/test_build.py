"""The build as a user meets it: what it prints, what it publishes, what a failure leaves behind."""

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from helpers import HANG, PLAN, edit, minsheng

BAD_TEST = "select 1 as fails"


def test_a_fresh_build_publishes_and_sums_up(first_build: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    published, result = first_build
    with duckdb.connect(str(published), read_only=True) as connection:
        (values,) = connection.sql("select count(*) from fct_plan_value").fetchone()
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
    assert "3 faults in the input files; nothing was built." in result.stderr
    assert published.read_bytes() == b"the warehouse of yesterday"


def test_a_failing_data_test_stops_the_build_and_leaves_the_warehouse_alone(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In folders whose names want quoting in SQL."""
    scratch = scratch.rename(scratch.parent / "o'brien's {project}")
    published = scratch.parent / "it's {data}" / "minsheng.duckdb"
    published.parent.mkdir()
    monkeypatch.setenv("MINSHENG_PROJECT", str(scratch))
    monkeypatch.setenv("MINSHENG_DATABASE", str(published))
    published.write_bytes(b"the warehouse of yesterday")
    (scratch / "tests/dbt/always_fails.sql").write_text(BAD_TEST)
    result = minsheng("build")
    assert result.returncode == 1
    assert "always_fails (tests/dbt/always_fails.sql): 1 failing row" in result.stderr
    assert published.read_bytes() == b"the warehouse of yesterday"


def test_a_failing_gate_stops_the_build_and_leaves_the_warehouse_alone(scratch: Path) -> None:
    """A plan without a single value: every model and data test passes, the gate does not."""
    published = scratch.parent / "data" / "minsheng.duckdb"
    published.parent.mkdir()
    published.write_bytes(b"the warehouse of yesterday")
    plans = scratch / "seeds/reference/plans.csv"
    edit(plans, lambda rows: rows.append({**rows[0], "plan_id": "empty-2010", "source_file": "empty.txt"}))
    result = minsheng("build")
    assert result.returncode == 1, result.stdout + result.stderr
    assert "plan_value_counts: expect_column_values_to_be_between(value_count): 1 of 6 against it" in result.stderr
    (kept,) = re.findall(r"The failed build: (\S+)", result.stderr)
    with duckdb.connect(kept, read_only=True) as connection:
        assert connection.sql("select count(*) from dim_plan").fetchone() == (6,), "kept for inspection"
    assert published.read_bytes() == b"the warehouse of yesterday"


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
