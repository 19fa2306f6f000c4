"""Values that are hard to export."""

import json
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest
from frictionless import Package

from minsheng.sql import quoted
from minsheng.warehouse import parquet
from minsheng.warehouse.parquet import export

PLANS = (
    "create table dim_plan (plan_id varchar primary key, title_zh varchar, title_en varchar, issuer varchar,"
    " issued_on date, status varchar, source_file varchar, source_sha256 varchar);"
    "create schema meta;"
    " create table meta.meta_this_build as select '2' as build_id, '1' as previous_build_id, '' as fingerprint,"
    " timestamp '2025-01-01 12:00' as built_at"
)
"""What a package needs, whatever else there is."""


def read(folder: Path) -> dict[str, Any]:
    package: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return package


def problems(folder: Path) -> list[tuple[str, str]]:
    """Validate metadata and tables, then, since the validator does not hash tables, the same files as files."""
    report = Package(source=str(folder / "datapackage.json")).validate()
    files = [{key: resource[key] for key in ("name", "path", "hash")} for resource in read(folder)["resources"]]
    package = Package.from_descriptor({"resources": [{**file, "type": "file"} for file in files]}, basepath=str(folder))
    return [tuple(problem) for found in (report, package.validate()) for problem in found.flatten(["type", "note"])]


def test_maps_nulls_and_quotes_survive(tmp_path: Path) -> None:
    """The columns that matter: a map, a list, timestamps and numbers that may be null, an apostrophe in a comment."""
    path = tmp_path / "it's.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(PLANS)
        connection.execute("insert into dim_plan (plan_id, title_zh) values ('a', '甲')")
        connection.execute(
            "create table meta.meta_build (build_id varchar primary key, previous_build_id varchar, plan_id varchar,"
            " finished_at timestamp, row_counts map(varchar, bigint), warnings varchar[], model_count integer,"
            " column_name varchar)"
        )
        connection.execute("comment on column meta.meta_build.row_counts is 'Each table''s rows.'")
        connection.execute(
            "insert into meta.meta_build values ('1', null, 'gone', null, null, null, null, null),"
            " ('2', '1', 'a', '2025-01-01 12:00', map {'dim_plan': 1}, ['x'], 3, 'value')"
        )
        rows = connection.sql("from meta.meta_build").fetchall()
    folder = tmp_path / "that's"
    assert export(path, folder) == {"dim_plan": 1, "meta_build": 2, "meta_this_build": 1}
    assert problems(folder) == []
    file = folder / "meta_build.parquet"
    assert duckdb.read_parquet(str(file)).fetchall() == rows
    assert pq.read_schema(file).field("row_counts").metadata == {b"description": b"Each table's rows."}
    assert pq.read_table(file)["row_counts"].to_pylist() == [None, [("dim_plan", 1)]]
    assert pl.read_parquet(file)["model_count"].to_list() == [None, 3]
    schema = read(folder)["resources"][1]["schema"]
    # History may name a plan that is gone; the build before is in the table.
    assert schema["foreignKeys"] == [{"fields": ["previous_build_id"], "reference": {"fields": ["build_id"]}}]


def test_many_facts_are_one_file_for_each_input_file_and_those_that_are_kept_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "minsheng.duckdb"
    files = ("seeds/plans/a.csv", "data/landing/observations/it's 1.csv")
    with duckdb.connect(str(path)) as connection:
        connection.execute(PLANS)
        connection.execute("create table fct_plan_value (value_id varchar, input_file varchar)")
        for n, file in enumerate(files):
            connection.execute(f"insert into fct_plan_value values ('a@{n}', {quoted(file)})")
        connection.execute("create view fct_target as from fct_plan_value")
    whole = tmp_path / "whole"
    monkeypatch.setattr(parquet, "MOST_IN_ONE_FILE", 2)
    export(path, whole)
    names = {file.name for file in whole.glob("fct_*")}
    assert names == {"fct_plan_value.parquet", "fct_target.parquet"}, "as many as one file may hold"

    monkeypatch.setattr(parquet, "MOST_IN_ONE_FILE", 1)
    kept = tmp_path / "of an earlier build.parquet"
    kept.write_bytes(b"the facts of plan a")
    folder = tmp_path / "parts"
    export(path, folder, {parquet.file_of(files[0]): kept})
    written = [
        "fct_plan_value.data.landing.observations.it's 1.csv.parquet",
        "fct_plan_value.seeds.plans.a.csv.parquet",
    ]
    assert sorted(file.name for file in folder.glob("fct_*")) == written
    assert pl.read_parquet(folder / written[0])["value_id"].to_list() == ["a@1"]
    assert (folder / written[1]).read_bytes() == b"the facts of plan a"
    assert (folder / written[1]).stat().st_ino != kept.stat().st_ino, "what one build keeps another cannot spoil"
    (resource,) = (one for one in read(folder)["resources"] if one["name"] == "fct_plan_value")
    assert resource["path"] == written
    assert "hash" not in resource
