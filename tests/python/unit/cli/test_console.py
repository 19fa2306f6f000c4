"""What is printed is what there is: no text commands the terminal, hides, or turns into something else."""

import re

import pytest
from click.testing import CliRunner

from helpers import ROOT
from minsheng.cli.app import MODULES, app
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


def test_there_is_one_kind_of_console() -> None:
    """Tables and messages are plain text; Rich shows progress alone."""
    for path in (ROOT / "scripts/minsheng").rglob("*.py"):
        if path.name not in ("console.py", "shell.py"):
            text = path.read_text("utf-8")
            assert "rich.console" not in text, path
            assert "rich.print" not in text, path


def test_without_a_command_the_help_is_printed() -> None:
    done = CliRunner().invoke(app, [], env={"LANGUAGE": "en"})
    assert (done.exit_code, done.stderr) == (0, "")
    assert all(f"  {name} " in done.stdout for name in MODULES)


def test_examples_are_lines_below_one_another() -> None:
    text = CliRunner().invoke(app, ["compare", "--help"], env={"LANGUAGE": "en"}).stdout
    assert "Examples:\n    minsheng compare 护理员\n    minsheng compare nursing bed --full\n" in text
    assert not {"<bool>", "\u2500", "\u256d"} & set(text.split())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["history", "--most", "-3"], "Invalid value for '--most': -3 is not in the range x>=1."),
        (["qurey"], "No such command 'qurey'. Did you mean 'query'?"),
        (["compare"], "Missing argument 'WORDS...'."),
        (["compare", "x", "--ful"], "No such option '--ful'. Did you mean '--full'?"),
    ],
    ids=lambda case: " ".join(case) if isinstance(case, list) else "",
)
def test_a_call_that_is_no_call_is_answered_in_one_line_and_a_hint(arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(app, arguments, env={"LANGUAGE": "en"}, prog_name="minsheng")
    first, second = done.stderr.splitlines()
    assert (done.exit_code, done.stdout) == (2, "")
    assert first == f"minsheng: {message}"
    assert re.fullmatch(r"hint: `minsheng( \w+)? --help` says what it takes", second)
