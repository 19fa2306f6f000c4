"""The Superset bundle and the exposures name what there is."""

import re
import zipfile
from pathlib import Path
from typing import Any

import yaml

import bundle
from helpers import ROOT

SUPERSET = ROOT / "bi" / "superset"
MODELS = sorted(path.stem.removeprefix("bi_") for path in (ROOT / "models" / "reporting").glob("*.sql"))


def read(pattern: str) -> list[dict[str, Any]]:
    """The YAML files of the bundle that a pattern names."""
    return [yaml.safe_load(path.read_text("utf-8")) for path in sorted(SUPERSET.glob(pattern))]


DATASETS = {dataset["uuid"]: dataset for dataset in read("datasets/minsheng/*.yaml")}
CHARTS = read("charts/*.yaml")


WITHOUT_DATASET = {
    **dict.fromkeys(("code", "domain", "region", "unit"), "names that every other view has beside its codes"),
    **dict.fromkeys(
        ("plan", "indicator", "check_run", "exclusion"), "what the pages say of plans, indicators and rules"
    ),
    "indicator_value": "comparison has the best of these values, plan_value all of them",
    "promise": "progress has a row for each promise, too, with what it was judged by",
    "ambition": "a list to be read in its order, with nothing to add up",
    "investment_total": "printed totals, which no chart adds to the lines of investment",
    "search_entry": "what can be asked for by name, for searches and not for charts",
    "source": "comparison and progress name the publication beside each record",
    "waiting": "a list for those who match labels, not for charts",
    "responsibility": "a list to be read body by body, or promise by promise",
    "side_by_side": "comparison has a row for each plan, as a chart wants it",
}
"""Views without a dataset in Superset, and why."""


def test_every_view_is_a_dataset_and_every_chart_stands_on_the_dashboard() -> None:
    datasets = {dataset["table_name"] for dataset in DATASETS.values()}
    assert sorted(datasets | WITHOUT_DATASET.keys()) == MODELS
    assert not datasets & WITHOUT_DATASET.keys()
    (dashboard,) = read("dashboards/*.yaml")
    shown = [part["meta"]["uuid"] for part in dashboard["position"].values() if "uuid" in str(part)]
    assert sorted(shown) == sorted(chart["uuid"] for chart in CHARTS)
    assert len(CHARTS) == 8
    for one in dashboard["metadata"]["native_filter_configuration"]:
        for target in one["targets"]:
            names = {column["column_name"] for column in DATASETS[target["datasetUuid"]]["columns"]}
            assert target["column"]["name"] in names


def test_the_database_of_the_bundle_is_read_only_and_names_no_machine(tmp_path: Path) -> None:
    (database,) = read("databases/*.yaml")
    assert database["sqlalchemy_uri"] == bundle.PLACEHOLDER
    assert database["extra"]["engine_params"]["connect_args"]["read_only"] is True
    assert not any(database[right] for right in ("allow_dml", "allow_ctas", "allow_cvas", "allow_csv_upload"))
    bundle.write(tmp_path / "minsheng.duckdb", tmp_path / "bundle.zip")
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        written = yaml.safe_load(archive.read("minsheng/databases/minsheng.yaml"))
        assert len(archive.namelist()) == len(list(SUPERSET.rglob("*.yaml")))
    assert written == database | {"sqlalchemy_uri": f"duckdb:///{tmp_path}/minsheng.duckdb"}


def test_the_lock_of_superset_holds_what_is_asked_for() -> None:
    lines = (SUPERSET / "requirements.in").read_text("utf-8").splitlines()
    locked = (SUPERSET / "requirements.txt").read_text("utf-8")
    for asked in (line for line in lines if not line.startswith("#")):
        (name, *_) = re.findall(r"^[\w-]+", asked)
        pinned = asked if "==" in asked else f"{name}=="
        assert re.search(rf"^{re.escape(pinned)}.*\n +--hash=sha256:", locked, re.MULTILINE), asked


def test_exposures_name_models_and_the_bi_datasets_name_every_view() -> None:
    exposures = yaml.safe_load((ROOT / "models" / "exposures.yml").read_text("utf-8"))["exposures"]
    refs = {e["name"]: {ref.removeprefix("ref('").removesuffix("')") for ref in e["depends_on"]} for e in exposures}
    models = {path.stem for path in (ROOT / "models").rglob("*.sql")}
    assert set().union(*refs.values()) <= models
    assert refs["bi_datasets"] == {f"bi_{view}" for view in MODELS if view not in WITHOUT_DATASET}
