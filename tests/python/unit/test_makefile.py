"""What `make` installs and runs, for whom: who wants the data needs no tools of ours, and sees what goes on."""

import re

import pytest

from helpers import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TOOLS = {"axe-playwright-python", "coverage", "hypothesis", "mypy", "playwright", "pytest", "ruff", "sqlfluff"}


def rule(target: str) -> tuple[str, str]:
    """What a target needs, and how it is made."""
    found = re.search(rf"^{re.escape(target)}:([^#\n]*).*\n((?:\t.*\n)*)", MAKEFILE, re.MULTILINE)
    assert found, target
    return found[1].strip(), found[2]


def locked(file: str) -> set[str]:
    return set(re.findall(r"^([\w.-]+)", (ROOT / file).read_text("utf-8"), re.MULTILINE))


def test_a_build_installs_nothing_that_only_tests_need() -> None:
    needed, made = rule("build")
    assert (needed, made.split()) == ("$(READY)", ["$(BIN)/minsheng", "build"])
    files, installing = rule("$(READY)")
    assert files.split() == ["requirements.lock", "pyproject.toml"]
    assert "requirements-dev" not in installing
    assert locked("requirements-dev.lock") >= TOOLS
    assert locked("requirements.lock") & TOOLS == set()


def test_a_first_build_says_what_it_installs() -> None:
    _, installing = rule("$(READY)")
    assert installing.count("$(INSTALL)") == 2
    assert not re.search(r"^\t@.*INSTALL|--quiet|-q ", installing, re.MULTILINE)
    assert "--quiet" not in re.findall(r"^INSTALL := (.*)$", MAKEFILE, re.MULTILINE)[0]


@pytest.mark.parametrize(("target", "runs"), [("test", "pytest"), ("test-quick", "pytest tests/python/unit")])
def test_the_quick_tests_are_those_without_a_build(target: str, runs: str) -> None:
    _, made = rule(target)
    assert made.strip().partition("-m ")[2] == runs
