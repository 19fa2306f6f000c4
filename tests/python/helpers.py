"""What several tests use: the command, the project, its documented blocks, edits of input files."""

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from minsheng.cli.app import MODULES, app

ROOT = Path(__file__).parents[2]
PARTS = ("seeds", "models", "macros", "profiles", "tests/dbt", "gx", "dbt_project.yml")
"""What a copy of the project consists of."""

SEARCH_CASES = Path(__file__).with_name("search_cases.json")
"""What the search for indicators finds, in terminal and atlas."""

READABLE = Path(__file__).with_name("integration").joinpath("readable.js").read_text("utf-8")
"""A script that looks at labels, names, the order of headings, and contrast by WCAG 2."""

HANG = 30 * 60
"""Seconds after which what a test waits for is taken to hang. Nothing else in the tests depends on the clock."""

PLAN = "seeds/plans/wenling-2023.csv"
Rows = list[dict[str, str]]


def edit(path: Path, change: Callable[[Rows], object]) -> None:
    """Rewrite a CSV file after a change to its rows."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def replace_bytes(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def land(name: str, rows: list[dict[str, str]], columns: list[str]) -> Path:
    path = Path(os.environ["MINSHENG_LANDING"]) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


COLUMNS = (ROOT / PLAN).read_text("utf-8").splitlines()[0].split(",")
CARERS = {
    "value_id": "wenling-2023@2025-06-carers",
    "plan_id": "wenling-2023",
    "statement_kind": "indicator_table",
    "section": "an invented bulletin, table 1",
    "label": "每万老年人口拥有持证养老护理员数",
    "region_code": "331081",
    "value_role": "actual",
    "period": "2025-06",
    "period_basis": "point",
    "value_text": "25.6",
    "unit_text": "人",
    "char_start": "5",
    "is_core": "false",
    "is_period_inferred": "false",
    "distribution": "whole",
    "is_shared_figure": "false",
}


def copy_project(copy: Path) -> None:
    """Copy what the project consists of into a folder."""
    for part in PARTS:
        source, target = ROOT / part, copy / part
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    (copy / "data/landing").mkdir(parents=True)


def minsheng(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, in a process of its own."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("minsheng")), *args],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=HANG,
    )


def wait_until(condition: Callable[[], object]) -> None:
    """Wait for a condition, however long the machine takes."""
    give_up = time.monotonic() + HANG
    while not condition():
        assert time.monotonic() < give_up, "what the test waits for never came"
        time.sleep(0.02)


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```(?:\n\n```text\n(.*?)^```)?", re.MULTILINE | re.DOTALL)
"""A block of code of a page, and the output below it."""


AS_ON_A_PAGE = {"COLUMNS": "118", "TTY_COMPATIBLE": "1"}
"""The environment in which a command prints as the pages show it: in a terminal of that width."""


def arguments_of(language: str, code: str) -> list[str]:
    """The arguments of `minsheng` that run a block of a page, or none."""
    if language == "sql":
        return ["query", code]
    return shlex.split(code)[1:] if language == "sh" and "minsheng query" in code else []


def command_reference(language: str = "en") -> str:
    """What the help of every command says in a language: docs/commands.md and docs/commands.zh.md."""
    environment = {"MINSHENG_LANG": language, "COLUMNS": "110"}
    helps = [
        CliRunner().invoke(app, [*name, "--help"], env=environment, prog_name="minsheng").stdout
        for name in ([], *([name] for name in MODULES))
    ]
    titles = ["`minsheng`", *(f"`minsheng {name}`" for name in MODULES)]
    pages = [f"## {title}\n\n```text\n{text.rstrip()}\n```\n" for title, text in zip(titles, helps, strict=True)]
    return "\n".join([{"en": "# Commands\n", "zh": "# 命令\n"}[language], *pages])


def run_snippet(written: Path, name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run the snippet of docs/exchange.md that reads data/exports/<name>; return what the page says it prints.

    Args:
        written: the export, which the snippet finds under that name.
        name: as the snippet has it.
        folder: empty; the snippet runs there.
        monkeypatch: changes the working folder.
    """
    exports = folder / "data" / "exports"
    exports.mkdir(parents=True)
    (exports / name).symlink_to(written)
    monkeypatch.chdir(folder)
    page = (ROOT / "docs" / "exchange.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", page, re.DOTALL)
    ((code, printed),) = [block for block in blocks if f"exports/{name}" in block[0]]
    exec(compile(code, "exchange.md", "exec"), {})
    return str(printed)
