"""Rewrite docs/commands.md, the cases of docs/value-grammar.md, and the outputs below the documented queries."""

import os
import re

from click.testing import CliRunner

import terms
from helpers import AS_ON_A_PAGE, BLOCK, PAGES, ROOT, arguments_of, command_reference
from minsheng.cli.app import app
from value_expressions import PAGE as GRAMMAR
from value_expressions import page as grammar_page


def refreshed(match: re.Match[str]) -> str:
    language, code, output = match.groups()
    arguments = arguments_of(language, code)
    if not arguments or output is None:
        return match.group()
    result = CliRunner().invoke(app, arguments)
    if result.exit_code:
        raise SystemExit(f"{code}\n{result.stderr}")
    lines = "\n".join(line.rstrip() for line in result.stdout.rstrip("\n").splitlines())
    return f"```{language}\n{code}```\n\n```text\n{lines}\n```"


if __name__ == "__main__":
    for name, language in (("commands.md", "en"), ("commands.zh.md", "zh")):
        (ROOT / "docs" / name).write_text(command_reference(language), "utf-8")
    GRAMMAR.write_text(grammar_page(), "utf-8")
    (ROOT / "docs" / "terms.md").write_text(terms.page(), "utf-8")
    os.environ |= AS_ON_A_PAGE
    for page in PAGES:
        page.write_text(BLOCK.sub(refreshed, page.read_text("utf-8")), "utf-8")
