"""`minsheng docs`: one page that holds everything and asks for nothing."""

import json
import os
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest

from helpers import ROOT, minsheng
from minsheng.outputs.dbt_docs import POLICY

pytestmark = pytest.mark.xdist_group("builds in the project itself")


@pytest.fixture(scope="module")
def page(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    before = warehouse.read_bytes()
    output = tmp_path_factory.mktemp("site") / "docs.html"
    result = minsheng("docs", "--output", str(output), MINSHENG_PROJECT=str(ROOT), MINSHENG_DATABASE=str(warehouse))
    assert result.returncode == 0, result.stdout + result.stderr
    assert warehouse.read_bytes() == before
    assert not warehouse.with_name("minsheng.duckdb.wal").exists()
    return output.read_text("utf-8")


def embedded(page: str, key: str) -> dict[str, Any]:
    """The JSON document that begins with `metadata` of the schema, as the page holds it."""
    start = page.rindex('{"metadata"', 0, page.index(f"schemas.getdbt.com/dbt/{key}/"))
    document: dict[str, Any] = json.JSONDecoder().raw_decode(page, start)[0]
    return document


def test_every_table_stands_there_with_its_description_and_columns(page: str, warehouse: Path) -> None:
    nodes, catalog = embedded(page, "manifest")["nodes"], embedded(page, "catalog")["nodes"]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = connection.execute(
            "select table_name, comment from duckdb_tables() where comment is not null"
            " and regexp_matches(table_name, '^(dim|fct|bridge|mart)_')"
        ).fetchall()
    assert len(tables) > 20
    for name, comment in tables:
        assert nodes[f"model.minsheng.{name}"]["description"].strip() == comment.strip()
        assert catalog[f"model.minsheng.{name}"]["columns"]


def test_the_overview_tells_the_way_of_a_value_and_links_to_what_exists(page: str) -> None:
    manifest = embedded(page, "manifest")
    overview = manifest["docs"]["doc.minsheng.__overview__"]["block_contents"]
    assert "The way of a value" in overview
    links = re.findall(r"\(#!/(model|source)/([\w.]+)\)", overview)
    assert len(links) > 10
    for kind, name in links:
        assert name in manifest["nodes" if kind == "model" else "sources"]


def test_the_page_asks_for_nothing_and_names_no_machine(page: str) -> None:
    assert f'<head><meta http-equiv="Content-Security-Policy" content="{POLICY}"/>' in page
    head, script = page.split("<script", 1)
    assert not re.findall(r"<link|src=", head)
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]*?(?:src|href)=[\"']?(?:https?:)?//", page)
    assert "cloudfront" not in script
    assert embedded(page, "manifest")["metadata"]["send_anonymous_usage_stats"] is False
    for path in (str(ROOT), os.environ.get("TMPDIR", "/tmp") + "/"):
        assert path not in page
