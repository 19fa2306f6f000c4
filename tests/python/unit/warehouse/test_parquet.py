"""Values that are hard to export."""

import json
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq
from frictionless import Package

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
