"""Every query in the documentation runs, and prints what the page says it prints."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from helpers import AS_ON_A_PAGE, BLOCK, PAGES, arguments_of
from minsheng.cli.app import app


def commands(page: Path) -> list[tuple[list[str], str | None]]:
    """The minsheng commands and SQL of a page, each with the output printed below it."""
    blocks = BLOCK.findall(page.read_text("utf-8"))
    found = ((arguments_of(language, code), output or None) for language, code, output in blocks)
    return [(arguments, output) for arguments, output in found if arguments]


CASES = [pytest.param(*case, id=f"{page.name}-{n}") for page in PAGES for n, case in enumerate(commands(page))]


@pytest.mark.parametrize(("arguments", "printed"), CASES)
def test_a_documented_query_runs(
    arguments: list[str], printed: str | None, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    result = CliRunner().invoke(app, arguments, env=AS_ON_A_PAGE)
    assert result.exit_code == 0, result.stderr
    if printed:
        assert [line.split() for line in result.stdout.splitlines()] == [line.split() for line in printed.splitlines()]
