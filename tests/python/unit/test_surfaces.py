"""What terminal, atlas, workbook, SDMX and report may read: the views of schema bi, one at a time."""

import ast
import re
from pathlib import Path

import pytest

from helpers import ROOT

PACKAGE = ROOT / "scripts" / "minsheng"
MODULES = sorted(path for part in ("outputs", "cli") for path in (PACKAGE / part).rglob("*.py"))


def texts(module: Path) -> list[str]:
    """The texts of a module but for its docstrings; what is put into one is written {}."""
    tree = ast.parse(module.read_text("utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    loose = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            found.append("".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside | loose:
            found.append(node.value)
    return found


def queries(module: Path) -> list[str]:
    return [text for text in texts(module) if re.match(r"\s*(select|from|with)\s", text) and "import" not in text]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_a_surface_reads_one_view_of_bi_at_a_time(module: Path) -> None:
    for query in queries(module):
        read = re.findall(r"\b(?:from|join)\s+([\w.]+)", query)
        assert all(name.startswith("bi.") for name in read), query
        assert not re.search(r"\bjoin\b", query), query


def test_the_surfaces_have_queries_to_look_at() -> None:
    assert sum(len(queries(module)) for module in MODULES) >= 25
