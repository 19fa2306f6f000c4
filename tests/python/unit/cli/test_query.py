"""How `minsheng query` is explained, and what it says where there is no warehouse."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from minsheng.cli.app import app


def test_a_missing_warehouse_says_how_to_get_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINSHENG_DATABASE", str(tmp_path / "none.duckdb"))
    result = CliRunner().invoke(app, ["query", "select 1"])
    assert result.exit_code == 2
    assert "\nhint: run `minsheng build` first\n" in result.stderr


def test_help_teaches_by_example() -> None:
    for command, words in {"query": "--format csv", "build": "Exit codes"}.items():
        assert words in CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "120"}).stdout
