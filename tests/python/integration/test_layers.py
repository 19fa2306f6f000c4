"""The folders of models are layers: what each may read, and what every model has."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from helpers import ROOT

LAYERS = {
    "staging": {"source"},
    "intermediate": {"staging", "intermediate"},
    # Reference rows need no step between staging and their dimension.
    "core": {"staging", "intermediate", "core"},
    "comparable": {"core", "comparable"},
    "consistency": {"core", "comparable", "consistency"},
    "analysis": {"core", "comparable", "analysis"},
    "reporting": {"core", "consistency", "analysis"},
}
"""Folder of models, and the folders that its models may read."""

SCHEMAS = {
    "staging": {"stg"},
    "intermediate": {"int"},
    "checks": {"chk", "int"},
    "main": {"dim", "fct", "bridge", "mart"},
    "bi": {"bi"},
}
"""Schema of the warehouse, and the prefixes of its models."""

LONGEST_MODEL = 120
KEY_TESTS = {"is_key", "is_unique_by", "is_keyed_view_of"}

Node = dict[str, Any]


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Node]:
    """The nodes of dbt's manifest, parsed anew."""
    folder = tmp_path_factory.mktemp("parsed")
    subprocess.run(
        [
            str(Path(sys.executable).with_name("dbt")),
            *("parse", "--quiet", "--project-dir", str(ROOT), "--profiles-dir", str(ROOT / "profiles")),
            *("--target-path", str(folder), "--log-path", str(folder)),
        ],
        env={**os.environ, "MINSHENG_PROJECT": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    parsed: dict[str, Node] = json.loads((folder / "manifest.json").read_text("utf-8"))["nodes"]
    return parsed


@pytest.fixture(scope="module")
def models(nodes: dict[str, Node]) -> dict[str, Node]:
    """The models among them, by identifier."""
    return {key: node for key, node in nodes.items() if node["resource_type"] == "model"}


def layer(node: Node) -> str:
    return str(node["fqn"][1])


def test_every_model_is_in_a_layer(models: dict[str, Node]) -> None:
    assert {layer(node) for node in models.values()} == set(LAYERS)


def test_what_is_made_for_changed_files_alone_is_read_on_the_way_to_the_fact_alone(models: dict[str, Node]) -> None:
    """An increment makes the values of changed files only (macros/input_files.sql); all of them are in the fact."""
    fact, first = (f"model.minsheng.{name}" for name in ("fct_plan_value", "int_values_parsed"))
    read_by: dict[str, set[str]] = {}
    for key, node in models.items():
        for one in node["depends_on"]["nodes"]:
            read_by.setdefault(one, set()).add(key)
    partial, waiting = set(), [first]
    while waiting:
        one = waiting.pop()
        if one != fact and one not in partial:
            partial.add(one)
            waiting += read_by.get(one, set())
    assert {models[key]["fqn"][1] for key in partial} == {"intermediate"}
    assert fact in set().union(*(read_by[key] for key in partial))


def test_a_schema_holds_what_its_name_says(models: dict[str, Node]) -> None:
    """`main` is what people query by name, so that a list of its tables is short."""
    found: dict[str, set[str]] = {}
    for node in models.values():
        found.setdefault(node["schema"], set()).add(node["name"].partition("_")[0])
    assert found == SCHEMAS


def test_edges_between_layers_only_go_down(nodes: dict[str, Node], models: dict[str, Node]) -> None:
    climbing = [
        f"{model['name']} ({layer(model)}) reads {key}"
        for model in models.values()
        for key in model["depends_on"]["nodes"]
        if (layer(nodes[key]) if key in models else key.split(".")[0]) not in LAYERS[layer(model)]
    ]
    assert climbing == []


def test_other_groups_read_what_is_public_and_no_private_step(models: dict[str, Node]) -> None:
    """dbt refuses a reference to a private model; this holds the grants themselves."""
    granted = {node["name"]: (node["config"]["group"], node["access"]) for node in models.values()}
    public = {name for name, (_, access) in granted.items() if access == "public"}
    assert public == {
        node["name"]
        for node in models.values()
        if layer(node) in ("core", "analysis", "reporting") and not node["name"].startswith("int_")
    } | {"fct_finding", "fct_check_run"}
    assert {group for group, _ in granted.values()} == {"core", "comparable", "consistency", "analysis", "reporting"}


def test_no_model_is_longer_than_a_reader_can_hold(models: dict[str, Node]) -> None:
    lines = {node["name"]: node["raw_code"].count("\n") + 1 for node in models.values()}
    assert {name: count for name, count in lines.items() if count > LONGEST_MODEL} == {}


def test_every_description_opens_with_the_grain(models: dict[str, Node]) -> None:
    silent = [node["name"] for node in models.values() if not node["description"].startswith("One row per ")]
    assert silent == []


def test_every_model_has_a_key(nodes: dict[str, Node], models: dict[str, Node]) -> None:
    """A key in the contract, which is an index where no test proves it, or a test: a join that doubles rows is seen.

    What a step that is a view gives is looked at in the table that is made from it; rows of staging the input check has
    looked at, which knows the key of each kind of file.
    """
    tested = {
        node["attached_node"]
        for node in nodes.values()
        if node["resource_type"] == "test" and (node.get("test_metadata") or {}).get("name") in KEY_TESTS
    }
    keyless = [
        node["name"]
        for key, node in models.items()
        if key not in tested
        and layer(node) != "staging"
        and not (node["database"] == "steps" and node["config"]["materialized"] == "view")
        and not any(
            constraint["type"] == "primary_key"
            for constraint in [
                *node["constraints"],
                *(constraint for column in node["columns"].values() for constraint in column["constraints"]),
            ]
        )
    ]
    assert keyless == []
