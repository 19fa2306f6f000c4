"""What is printed is what there is: no text commands the terminal, hides, or turns into something else."""

from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from conftest import ROOT
from minsheng.cli.app import app
from minsheng.text import visible

DECEIVING = "护理\x1b]0;owned\x07\x1b[2J\u202e\u200b:smile:[bold]x[/bold]\x9b"
SHOWN = r"护理\x1b]0;owned\x07\x1b[2J\u202e\u200b:smile:[bold]x[/bold]\x9b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("温州市 ≥96%，〔45〕　a\u00a0b", "温州市 ≥96%，〔45〕　a\u00a0b"),
        (DECEIVING, SHOWN),
        ("a\tb\nc\r", r"a\tb\nc\r"),
        ("\u2066\u200d\ufeff\u00ad\u2028\ud800", r"\u2066\u200d\ufeff\xad\u2028\ud800"),
        ("\U000e0041\u3164", r"\U000e0041\u3164"),
        (r"\x1b", r"\x1b"),
    ],
)
def test_what_a_terminal_would_obey_or_not_show_is_made_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_lines_may_stay_apart() -> None:
    assert visible("a\nb\x1b", keep="\n") == "a\nb\\x1b"


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
    printed = result.stdout + result.stderr
    assert SHOWN in printed
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\u200b"} & set(printed)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_file_holds_texts_as_they_are(form: str, deceived: None) -> None:
    result = CliRunner().invoke(app, ["query", "select name_zh from dim_region limit 1", "--format", form])
    assert DECEIVING in (result.stdout if form == "csv" else __import__("json").loads(result.stdout)[0]["name_zh"])


def test_there_is_one_kind_of_console() -> None:
    """Tables and messages go through PlainConsole; the pager's takes a table of finished cells."""
    for path in (ROOT / "scripts/minsheng").rglob("*.py"):
        if path.name not in ("console.py", "shell.py"):
            text = path.read_text("utf-8")
            assert "rich.console" not in text, path
            assert "rich.print" not in text, path
