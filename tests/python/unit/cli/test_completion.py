"""Completion without a warehouse, names that are near, the version."""

from importlib.metadata import version
from pathlib import Path

from click.testing import CliRunner

from helpers import minsheng
from minsheng.cli.app import app
from minsheng.warehouse import catalog as names


def pressing_tab(words: str, at: int, warehouse: Path) -> dict[str, str]:
    """The environment in which bash asks for completions of the word at that place."""
    return {
        "_MINSHENG_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(at),
        "MINSHENG_DATABASE": str(warehouse),
    }


def test_completion_is_silent_without_a_warehouse(tmp_path: Path) -> None:
    result = minsheng(**pressing_tab("minsheng describe dim_", 2, tmp_path / "none.duckdb"))
    assert (result.stdout.strip(), result.stderr) == ("", "")
    assert not list(tmp_path.iterdir())


def test_the_shell_is_told_how_to_ask_for_completions() -> None:
    script = minsheng(_MINSHENG_COMPLETE="bash_source").stdout
    assert "complete -o nosort -F" in script
    assert "_MINSHENG_COMPLETE=bash_complete" in script


def test_the_version_is_that_of_the_package() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout == f"minsheng {version('minsheng')}\n"


def test_names_are_near_with_and_without_their_prefix() -> None:
    assert names.nearest("investments", ["fct_investment", "dim_plan"]) == ["fct_investment"]
    assert names.nearest("dim_paln", ["fct_investment", "dim_plan"]) == ["dim_plan"]
    assert names.nearest("xyz", ["fct_investment", "dim_plan"]) == []
