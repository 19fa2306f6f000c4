"""`minsheng check`, the gate's process, and what an ordinary user of Great Expectations does."""

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from helpers import HANG, ROOT, minsheng
from minsheng.cli.app import app
from minsheng.warehouse import gate


@pytest.mark.parametrize(("severity", "exit_code"), [("critical", 1), ("warning", 0)])
def test_check_ends_with_1_where_a_critical_expectation_is_missed(
    severity: str, exit_code: int, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missed = gate.Outcome("plans", "expected", severity, "", False, 5, 1, "1 of 5 against it", [])
    monkeypatch.setattr(gate.Gate, "check", lambda *_: [missed])
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    result = CliRunner().invoke(app, ["check", "--again"])
    assert result.exit_code == exit_code
    assert f"{severity}: plans: expected: 1 of 5 against it" in result.stderr


def test_a_gate_that_dies_is_an_error_and_not_a_pass(tmp_path: Path) -> None:
    with gate.Gate() as running, pytest.raises(RuntimeError, match="the gate stopped before its end"):
        running.check(tmp_path / "no such file.duckdb")


def test_every_expectation_looked_at_something(connection: duckdb.DuckDBPyConnection) -> None:
    """But for drift, which a first build has nothing to be compared with, and the rules that may find nothing."""
    outcomes = gate.outcomes_of(connection)
    (idle,) = connection.sql("select list(check_id) from fct_check_run where subject_count = 0").fetchall()
    empty = [o.expectation for o in outcomes if o.element_count == 0 and o.suite != "drift"]
    assert empty == [f"expect_rule_to_hold({rule})" for rule in idle[0] or []]
    assert {o.suite for o in outcomes} == {"consistency", "rules", "drift", "plans"}
    assert connection.sql("select count(*) from checks.ge_plan").fetchone() == (5,)


def test_the_data_docs_of_check_ask_for_nothing(warehouse: Path, tmp_path: Path) -> None:
    home = tmp_path / "minsheng.duckdb"
    home.symlink_to(warehouse)
    result = minsheng("check", "--docs", MINSHENG_DATABASE=str(home), COLUMNS="300")
    assert result.returncode == 0, result.stderr
    (index,) = re.findall(r"Data Docs: (.*)", result.stderr)
    pages = list(Path(index).parent.rglob("*.html"))
    assert len(pages) == 1 + 4 + 4
    for page in pages:
        text = page.read_text("utf-8")
        assert re.findall(r"""<script|<link|<img|(?:src|href)=["'](?:https?:)?//|@import|url\(""", text) == []
        assert "default-src 'none'" in text
        for link in re.findall(r'href="([^"#]+)"', text):
            assert (page.parent / link).resolve().exists(), (page, link)


def test_the_python_of_the_page_runs_as_a_user_of_great_expectations_would(warehouse: Path, tmp_path: Path) -> None:
    (snippet,) = re.findall(
        r"^```python\n(.*?)^```", (ROOT / "docs/gate.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    before = {path: path.stat().st_mtime_ns for path in (ROOT / "gx").rglob("*") if "__pycache__" not in path.parts}
    environment = {"MINSHENG_DATABASE": str(warehouse), "MINSHENG_GATE_RESULTS": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", snippet],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=HANG,
    )
    assert done.returncode == 0, done.stderr
    *suites, missed = done.stdout.splitlines()
    assert {line.split()[0] for line in suites} == {"consistency", "rules", "drift", "plans"}
    assert missed == "critical expectations missed: 0"
    assert (tmp_path / "data_docs" / "index.html").exists()
    after = {path: path.stat().st_mtime_ns for path in (ROOT / "gx").rglob("*") if "__pycache__" not in path.parts}
    assert after == before, "the context is as it was"
