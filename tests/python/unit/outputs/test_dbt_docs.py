"""What `minsheng docs` takes out of the page, and what it says where there is no warehouse."""

import json
from pathlib import Path

import pytest

from helpers import minsheng
from minsheng.outputs.dbt_docs import closed

pytestmark = pytest.mark.xdist_group("builds in the project itself")


def test_paths_are_taken_out_as_json_writes_them() -> None:
    folder = Path("/home/数据/minsheng")
    text = json.dumps({"root_path": str(folder), "file": str(folder / "models" / "a.sql"), "other": f"{folder}2"})
    assert json.loads(closed(text, [folder])) == {"root_path": ".", "file": "models/a.sql", "other": f"{folder}2"}


def test_without_a_warehouse_it_says_how_to_get_one(tmp_path: Path) -> None:
    result = minsheng("docs", MINSHENG_DATABASE=str(tmp_path / "none.duckdb"))
    assert result.returncode == 2
    assert "\nhint: run `minsheng build` first\n" in result.stderr
