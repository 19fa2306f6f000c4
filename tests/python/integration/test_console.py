"""No command lets a text command the terminal."""

import re
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from minsheng.cli.app import app

DECEIVING = "护理\x1b]0;owned\x07\x1b[2J\u202e\u200b:smile:[bold]x[/bold]\x9b"
SHOWN = r"护理\x1b]0;owned\x07\x1b[2J\u202e\u200b:smile:[bold]x[/bold]\x9b"


@pytest.fixture
def deceived(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A warehouse with a deceiving text wherever a command of the terminal looks."""
    path = tmp_path / "minsheng.duckdb"
    path.write_bytes(warehouse.read_bytes())
    path.chmod(0o644)
    with duckdb.connect(str(path)) as connection:
        for table in ("dim_indicator", "dim_region"):
            connection.execute(f"update {table} set name_zh = name_zh || $1, name_en = name_en || $1", [DECEIVING])
        connection.execute("update dim_indicator set definition_en = $1", [DECEIVING])
        connection.execute(
            "update mart_target_progress set verdict_reason = $1 where verdict_reason is not null", [DECEIVING]
        )
        connection.execute("update fct_plan_value set value_text = value_text || $1", [DECEIVING])
        connection.execute("update meta.meta_build set message = $1", [DECEIVING])
        connection.execute(f"comment on column dim_plan.plan_id is '{DECEIVING}'")
        connection.execute(f"comment on table dim_plan is 'One row {DECEIVING}'")
    monkeypatch.setenv("MINSHENG_DATABASE", str(path))
    monkeypatch.setenv("COLUMNS", "1000")


@pytest.mark.parametrize(
    "command",
    [
        ["query", "select name_zh from dim_indicator limit 1"],
        ["query", f'select 1 as "{DECEIVING}"'],
        ["query", f"select cast('{DECEIVING}' as integer)"],
        ["describe"],
        ["describe", "dim_plan"],
        ["compare", "养老机构护理型"],
        ["compare", f"none {DECEIVING}"],
        ["progress", "--plan", "wenzhou-2021"],
        ["indicators"],
        ["history"],
    ],
    ids=" ".join,
)
def test_no_command_lets_a_text_command_the_terminal(command: list[str], deceived: None) -> None:
    result = CliRunner().invoke(app, command, color=True)
    printed = re.sub("\x1b\\[(0|1|2|31|33)m", "", result.stdout + result.stderr)  # our own emphasis
    assert SHOWN in printed
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\u200b"} & set(printed)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_file_holds_texts_as_they_are(form: str, deceived: None) -> None:
    result = CliRunner().invoke(app, ["query", "select name_zh from dim_region limit 1", "--format", form])
    assert DECEIVING in (result.stdout if form == "csv" else __import__("json").loads(result.stdout)[0]["name_zh"])
