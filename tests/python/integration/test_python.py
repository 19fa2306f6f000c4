"""The warehouse from Python: the functions, the page about them, the notebook."""

import ast
import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner

import minsheng
from helpers import ROOT
from minsheng.cli.app import app

PAGE = (ROOT / "docs" / "python.md").read_text("utf-8")
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))


@pytest.fixture(autouse=True)
def published(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))


@pytest.mark.parametrize(
    ("command", "call"),
    [
        (["compare", "护理员", "--most", "9"], lambda: minsheng.compare("护理员")),
        (
            ["promises", "--domain", "学有所教", "--year", "2025"],
            lambda: minsheng.promises(domain="education", year=2025),
        ),
        (["progress", "--region", "温州"], lambda: minsheng.progress(region="330300", only_judged=True)),
        (["progress", "--all", "--plan", "wenling"], lambda: minsheng.progress(plan="wenling-2023")),
        (["ambition", "--domain", "health"], lambda: minsheng.ambition(domain="病有所医")),
        (["findings", "--severity", "critical"], lambda: minsheng.findings(severity="严重")),
        (["indicators", "--all"], lambda: minsheng.indicators(in_one_plan=True)),
        (["sources", "--lang", "zh"], lambda: minsheng.sources(lang="zh")),
    ],
    ids=lambda case: case[0] if isinstance(case, list) else "",
)
def test_a_function_returns_what_the_command_prints(command: list[str], call: Callable[[], pl.DataFrame]) -> None:
    frame = call()
    result = CliRunner().invoke(app, [*command, "-f", "csv"])
    header, *rows = csv.reader(io.StringIO(result.stdout))
    assert frame.columns == header
    assert frame.height == len(rows) > 0
    for column in ("value_id", "code", "source_id"):
        if column in header:
            assert [value or "" for value in frame[column]] == [row[header.index(column)] for row in rows]


def test_figures_are_floats_and_truths_are_booleans() -> None:
    frame = minsheng.compare("elder_certified_carers_per_10000")
    assert frame.schema["value"] == pl.Float64
    assert frame.schema["is_promised"] == pl.Boolean
    assert frame.filter(value_id="wenzhou-2025@4210")["value"].to_list() == [24.72]
    assert "<table" in frame._repr_html_()


def test_a_value_is_shown_as_columns_that_hold_something() -> None:
    frame = minsheng.show("wenzhou-2025@4223")
    found: dict[str, str] = dict(frame.iter_rows())
    assert (found["value_text"], found["char_start"], found["is_primary_statement"]) == ("27", "4223", "True")
    assert None not in found.values()


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: minsheng.show("wenzhou-2025@4224"), "wenzhou-2025@4223"),
        (lambda: minsheng.promises(region="Wenzhoo"), "330300 (温州市)"),
        (lambda: minsheng.compare("独角兽"), "no indicator has '独角兽'"),
        (lambda: minsheng.findings(rule="target_mised"), "target_missed"),
    ],
)
def test_what_nothing_is_called_is_answered_with_the_nearest(ask: Callable[[], object], said: str) -> None:
    with pytest.raises(minsheng.UnknownName, match=re.escape(said)):
        ask()


def test_a_connection_is_read_only_and_stays_open() -> None:
    with minsheng.connect() as connection:
        assert minsheng.sources(connection=connection).height > 5
        assert minsheng.indicators(connection=connection).height > 30
        with pytest.raises(duckdb.Error):
            connection.execute("create table bi.mine as select 1")


def test_the_package_offers_what_it_documents() -> None:
    assert set(dir(minsheng)) == set(minsheng.__all__)
    with pytest.raises(AttributeError):
        _ = minsheng.no_such_thing
    for name in set(minsheng.__all__) - {"UnknownName"}:
        assert f"`{name}(" in PAGE, name


def run(code: str, scope: dict[str, Any]) -> object:
    """Run code as a notebook does: what the last line is, is shown."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), scope)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), scope) if isinstance(last, ast.Expr) else None


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL))
def test_a_snippet_of_the_page_prints_what_it_says(block: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    code, printed = block
    exec(compile(code, "python.md", "exec"), {})
    assert capsys.readouterr().out == printed


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_every_cell_shows_rows(path: Path) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    scope: dict[str, Any] = {}
    shown = [run("".join(cell["source"]), scope) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert len(shown) >= 5
    for frame in shown:
        assert isinstance(frame, pl.DataFrame)
        assert frame.height > 0
    assert all(not cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code")
