"""`minsheng check` and the gate's process."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from minsheng.cli.app import app
from minsheng.warehouse import gate


@pytest.mark.parametrize(("severity", "exit_code"), [("critical", 1), ("warning", 0)])
def test_check_ends_with_1_where_a_critical_expectation_is_missed(
    severity: str, exit_code: int, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missed = gate.Outcome("dim_plan", "expected", severity, "", False, 5, 1, "1 of 5 against it", [])
    monkeypatch.setattr(gate.Gate, "check", lambda *_: [missed])
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == exit_code
    assert f"{severity}: dim_plan: expected: 1 of 5 against it" in result.stderr


def test_a_gate_that_dies_is_an_error_and_not_a_pass(tmp_path: Path) -> None:
    with gate.Gate() as running, pytest.raises(RuntimeError, match="the gate stopped before its end"):
        running.check(tmp_path / "no such file.duckdb")
