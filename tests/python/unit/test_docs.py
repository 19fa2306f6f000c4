"""The documentation: its links, and the reference of commands."""

import re
from pathlib import Path

import pytest

from helpers import PAGES, ROOT, command_reference


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_the_reference_of_commands_is_current() -> None:
    """`make docs-output` writes it anew."""
    assert (ROOT / "docs" / "commands.md").read_text("utf-8") == command_reference()
