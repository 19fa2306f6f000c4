"""Atlas, workbook, SDMX, documentation and report: in one place, of a build that each names."""

import json
import os
import shutil
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from helpers import ROOT, minsheng
from minsheng.outputs.registry import OUTPUTS

pytestmark = pytest.mark.xdist_group("builds in the project itself")


@pytest.fixture(scope="module")
def written(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The outputs of a published warehouse, renewed by an unchanged refresh; their folder and the build."""
    home = tmp_path_factory.mktemp("outputs") / "data"
    shutil.copytree(warehouse.parent, home, symlinks=True)
    places = {"MINSHENG_PROJECT": ROOT, "MINSHENG_DATABASE": home / "minsheng.duckdb"}
    places["MINSHENG_LANDING"] = warehouse.parent / "landing"
    environment = {name: str(place) for name, place in places.items()}
    done = minsheng("refresh", "--with", "all", "--json", **environment)
    assert done.returncode == 0, done.stdout + done.stderr
    answer = json.loads(done.stdout)
    assert answer["status"] == "unchanged"
    state = json.loads(minsheng("status", "--json", **environment).stdout)
    assert state["outputs"] == dict.fromkeys(OUTPUTS, answer["build_id"])
    assert state["damage"] == {}
    return home / "exports", answer["build_id"]


def test_all_stand_beside_the_exports_of_the_build(written: tuple[Path, str]) -> None:
    exports, build_id = written
    places = {output.place for output in OUTPUTS.values()}
    assert {path.name for path in exports.iterdir()} == places | {"parquet", "outputs.json"}
    assert os.readlink(exports / "parquet") == f"../builds/{build_id}/exports"
    assert not [path for path in (exports / "parquet").iterdir() if path.suffix not in (".parquet", ".json")]


def test_each_says_which_build_it_shows(written: tuple[Path, str]) -> None:
    exports, build_id = written
    for page in (exports / "atlas").glob("*/*.html"):
        assert build_id in page.read_text("utf-8"), page
    about = openpyxl.load_workbook(exports / "minsheng.xlsx", read_only=True)["说明"]
    assert build_id in [cell for row in about.iter_rows(values_only=True) for cell in row]
    header = ElementTree.parse(exports / "sdmx/structure.xml").getroot()[0]
    assert [child.text for child in header if child.tag.endswith("}ID")] == [f"minsheng-{build_id}"]
    docs = (exports / "docs.html").read_text("utf-8")
    assert f"<title>minsheng 民生 · build {build_id}</title>" in docs
    assert docs.rpartition("<footer")[2].startswith(" style=")
    assert f"build {build_id}</footer></body>" in docs
    assert f"Build {build_id}." in (exports / "consistency.html").read_text("utf-8")
