"""What is printed is what there is: no text commands the terminal, hides, or turns into something else."""

import pytest

from helpers import ROOT
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
