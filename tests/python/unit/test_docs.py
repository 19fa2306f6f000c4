"""The documentation: its links, and the reference of commands."""

import re
from pathlib import Path

import pytest

import terms
from helpers import PAGES, ROOT, command_reference


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.zh.md"], ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize(("page", "language"), [("commands.md", "en"), ("commands.zh.md", "zh")])
def test_the_reference_of_commands_is_current(page: str, language: str) -> None:
    """`make docs-output` writes it anew."""
    assert (ROOT / "docs" / page).read_text("utf-8") == command_reference(language)


def test_the_page_of_terms_is_current() -> None:
    """`make docs-output` writes it anew."""
    assert (ROOT / "docs" / "terms.md").read_text("utf-8") == terms.page()


def test_a_chinese_term_has_one_english_one_and_the_other_way() -> None:
    """But for words that two lists use for different things."""
    several = {term: others for term, others in terms.english_of().items() if len(others) > 1}
    assert several == {
        **{"空白": {"blank", "empty"}, "一致": {"exact", "same"}, "调整": {"changed", "revision"}},
        "承诺": {"pledged", "promises"},
    }
    several = {term: others for term, others in terms.english_of(chinese=False).items() if len(others) > 1}
    assert several == {"definition": {"定义", "口径"}, "number": {"数字", "单数"}}


def test_the_chinese_readme_shows_the_same_query() -> None:
    """The build's commands, whose comments are translated, and the first query with what it prints."""
    english, chinese = (
        [re.sub(r" *#.*", "", block) for block in re.findall(r"```\w+\n.*?```", page.read_text("utf-8"), re.DOTALL)]
        for page in (ROOT / "README.md", ROOT / "README.zh.md")
    )
    assert chinese == english
