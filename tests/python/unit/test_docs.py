"""The documentation: its links, and the reference of commands."""

import re
from pathlib import Path

import pytest

from helpers import PAGES, ROOT, command_reference


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.zh.md"], ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize(("page", "language"), [("commands.md", "en"), ("commands.zh.md", "zh")])
def test_the_reference_of_commands_is_current(page: str, language: str) -> None:
    """`make docs-output` writes it anew."""
    assert (ROOT / "docs" / page).read_text("utf-8") == command_reference(language)


def test_the_chinese_readme_shows_the_same_query() -> None:
    """The build's commands, whose comments are translated, and the first query with what it prints."""
    english, chinese = (
        [re.sub(r" *#.*", "", block) for block in re.findall(r"```\w+\n.*?```", page.read_text("utf-8"), re.DOTALL)]
        for page in (ROOT / "README.md", ROOT / "README.zh.md")
    )
    assert chinese == english
