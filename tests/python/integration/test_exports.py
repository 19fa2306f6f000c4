"""The exports hold what the warehouse holds, explain themselves, and pass the validator of their standard."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest
import yaml
from frictionless import FrictionlessException, Package
from frictionless.formats.parquet.parser import ParquetParser

from helpers import HANG, ROOT
from minsheng.warehouse.parquet import export

PLANS = (
    "create table dim_plan (plan_id varchar primary key, title_zh varchar, title_en varchar, issuer varchar,"
    " issued_on date, status varchar, source_file varchar, source_sha256 varchar);"
    "create schema meta;"
    " create table meta.meta_this_build as select '2' as build_id, '1' as previous_build_id, '' as fingerprint,"
    " timestamp '2025-01-01 12:00' as built_at"
)
"""What a package needs, whatever else there is."""


@pytest.fixture(scope="session")
def exported(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of the built warehouse."""
    folder = tmp_path_factory.mktemp("exports") / "exports"
    export(warehouse, folder)
    return folder


@pytest.fixture
def few(exported: Path, tmp_path: Path) -> Path:
    """Copy of some of the exports, to spoil: tables with keys to each other and to no others."""
    folder = tmp_path / "few"
    folder.mkdir()
    package = read(exported)
    names = ("dim_plan", "dim_region", "dim_organization")
    package["resources"] = [resource for resource in package["resources"] if resource["name"] in names]
    for name in names:
        shutil.copy(exported / f"{name}.parquet", folder)
    write(folder, package)
    return folder


@pytest.fixture
def arrow_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the validator take cells from Arrow; by way of pandas it needs most of a minute for all tables."""

    def cells(parser: ParquetParser) -> Iterator[list[Any]]:
        with pq.ParquetFile(parser.resource.normpath) as file:
            yield file.schema_arrow.names
            for batch in file.iter_batches():
                yield from map(list, zip(*(column.to_pylist() for column in batch.columns), strict=True))

    monkeypatch.setattr(ParquetParser, "read_cell_stream_create", cells)


def read(folder: Path) -> dict[str, Any]:
    package: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return package


def write(folder: Path, package: dict[str, Any]) -> None:
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")


def problems(folder: Path) -> list[tuple[str, str]]:
    """Validate metadata and tables, then, since the validator does not hash tables, the same files as files."""
    report = Package(source=str(folder / "datapackage.json")).validate()
    files = [{key: resource[key] for key in ("name", "path", "hash")} for resource in read(folder)["resources"]]
    package = Package.from_descriptor({"resources": [{**file, "type": "file"} for file in files]}, basepath=str(folder))
    return [tuple(problem) for found in (report, package.validate()) for problem in found.flatten(["type", "note"])]


def marts(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The exported tables, with and without their schema."""
    found = connection.sql(
        "select table_name, schema_name || '.' || table_name from duckdb_tables()"
        " where schema_name in ('main', 'meta') and table_name not in ('meta_input', 'meta_key')"
        " union all select view_name, 'main.' || view_name from duckdb_views()"
        " where schema_name = 'main' and not internal"
    )
    return dict(found.fetchall())


def test_every_table_comes_back_as_it_was(connection: duckdb.DuckDBPyConnection, exported: Path) -> None:
    names = marts(connection)
    assert {path.name for path in exported.iterdir()} == {f"{name}.parquet" for name in names} | {"datapackage.json"}
    for name, relation in names.items():
        file = f"read_parquet('{exported / name}.parquet')"
        types = [
            reader.sql(f"select column_name, column_type from (describe {name_or_file})").fetchall()
            for reader, name_or_file in ((connection, relation), (duckdb, f"from {file}"))
        ]
        assert types[0] == types[1], name
        rows = connection.sql(f"from {relation}").fetchall()
        assert duckdb.sql(f"from {file}").fetchall() == rows, name
        codecs = duckdb.sql(f"select distinct compression from parquet_metadata('{exported / name}.parquet')")
        assert codecs.fetchall() == ([("SNAPPY",)] if rows else []), f"{name}: what browsers read without more"


def test_every_column_explains_itself_to_arrow(connection: duckdb.DuckDBPyConnection, exported: Path) -> None:
    comments = connection.sql("select table_name, column_name, trim(comment, e' \\n') from duckdb_columns()").fetchall()
    for name in marts(connection):
        schema = pq.read_schema(exported / f"{name}.parquet")
        described = {field.name: field.metadata[b"description"].decode() for field in schema}
        assert described == {column: comment for table, column, comment in comments if table == name}
        assert json.loads(schema.metadata[b"column_descriptions"]) == described
        assert schema.metadata[b"description"].startswith(b"One row per ")


def test_every_reader_reads_the_types(exported: Path) -> None:
    path = exported / "fct_plan_value.parquet"
    columns = ["value_id", "value", "table_row", "lower_inclusive"]
    schema = pl.read_parquet_schema(path)
    assert [schema[column] for column in columns] == [pl.String, pl.Decimal(24, 6), pl.Int32, pl.Boolean]
    assert str(pd.read_parquet(path, dtype_backend="pyarrow")["value"].dtype) == "decimal128(24, 6)[pyarrow]"
    assert pl.read_parquet_schema(exported / "dim_plan.parquet")["issued_on"] == pl.Date
    for file in exported.glob("*.parquet"):
        heights = {pl.read_parquet(file).height, len(pd.read_parquet(file)), pq.read_table(file).num_rows}
        assert len(heights) == 1


def test_the_package_names_build_licence_and_sources(connection: duckdb.DuckDBPyConnection, exported: Path) -> None:
    package = read(exported)
    ((build_id, built_at),) = connection.sql("select build_id, built_at from meta.meta_this_build").fetchall()
    assert (package["build_id"], package["created"]) == (build_id, f"{built_at.isoformat()}Z")
    assert [licence["name"] for licence in package["licenses"]] == ["other-pd"]
    plans = "select title_zh, issuer, source_file, source_sha256 from dim_plan order by plan_id"
    keys = ("title", "issuer", "source_file", "source_sha256")
    assert [tuple(source[key] for key in keys) for source in package["sources"]] == connection.sql(plans).fetchall()
    fields = {r["name"]: {f["name"]: f for f in r["schema"]["fields"]} for r in package["resources"]}
    values = fields["fct_plan_value"]
    names = ("value", "char_start", "is_core", "label")
    assert [values[name]["type"] for name in names] == ["number", "integer", "boolean", "string"]
    assert fields["dim_plan"]["issued_on"]["type"] == "date"
    assert values["label"]["constraints"] == {"required": True}
    assert "constraints" not in values["value"]


def test_every_tested_relationship_is_a_foreign_key(exported: Path) -> None:
    """Names find the foreign keys; the data tests that models declare say independently what they should be."""
    found = {}
    for resource in read(exported)["resources"]:
        for key in resource["schema"].get("foreignKeys", ()):
            target = key["reference"].get("resource", resource["name"]), *key["reference"]["fields"]
            found[resource["name"], *key["fields"]] = target
    tested = {}
    for path in (ROOT / "models").rglob("*.yml"):
        for model in yaml.safe_load(path.read_text("utf-8")).get("models", ()):
            for test in model.get("data_tests", ()):
                if "refer_to" in test and re.match("(dim|fct|bridge|mart|meta)_", model["name"]):
                    for key in test["refer_to"]["arguments"]["keys"]:
                        (table,) = re.findall(r"ref\('(\w+)'\)", key["to"])
                        tested[model["name"], key["column"]] = table, key["field"]
    assert len(tested) > 50
    # A key of a key is a key: what refers to fct_target refers to fct_plan_value.
    ends = {column: found.get(target, target) for column, target in tested.items()}
    assert {column: found.get(column) for column in ends} == ends


@pytest.mark.usefixtures("arrow_cells")
def test_the_validator_accepts_the_package(exported: Path) -> None:
    assert problems(exported) == []


def test_the_validator_as_it_comes_accepts_tables(few: Path) -> None:
    assert problems(few) == []


def rewrite(folder: Path, table: str, query: str) -> None:
    """Put another content into a file, and its hash into the package."""
    path = folder / f"{table}.parquet"
    duckdb.sql(f"copy (select {query} from read_parquet('{path}')) to '{path}.new' (format parquet)")
    Path(f"{path}.new").rename(path)
    package = read(folder)
    for resource in package["resources"]:
        if resource["name"] == table:
            resource["hash"] = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    write(folder, package)


def change_a_byte(folder: Path) -> None:
    path = folder / "dim_region.parquet"
    # The name of the writer, which no reader looks at.
    path.write_bytes(path.read_bytes().replace(b"DuckDB version", b"DuckDB Version"))


def point_to_nothing(folder: Path) -> None:
    rewrite(folder, "dim_organization", "* replace ('999999' as region_code)")


def repeat_a_key(folder: Path) -> None:
    rewrite(folder, "dim_plan", "* replace ('wenzhou-2021' as plan_id)")


def leave_out_what_is_required(folder: Path) -> None:
    rewrite(folder, "dim_plan", "* replace (nullif(title_en, title_en) as title_en)")


def change_a_type(folder: Path) -> None:
    rewrite(folder, "dim_plan", "* replace (first_year || '年' as first_year)")


def break_the_description(folder: Path) -> None:
    package = read(folder)
    package["resources"][0]["schema"]["primaryKey"] = ["no_such_column"]
    write(folder, package)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (change_a_byte, "hash-count"),
        (point_to_nothing, "foreign-key"),
        (repeat_a_key, "primary-key"),
        (leave_out_what_is_required, "constraint-error"),
        (change_a_type, "type-error"),
        (break_the_description, "schema-error"),
    ],
)
def test_the_validator_refuses_a_spoilt_package(few: Path, spoil: Callable[[Path], None], problem: str) -> None:
    spoil(few)
    try:
        found = {kind for kind, _ in problems(few)}
    except FrictionlessException as error:
        found = {reason.type for reason in error.reasons}
    assert found == {problem}


def test_a_folder_that_is_there_is_left_alone(warehouse: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    with pytest.raises(FileExistsError):
        export(warehouse, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak of a process is read from /proc")
def test_a_large_table_is_never_held_in_memory(tmp_path: Path) -> None:
    """The process grows by less than the table: four million rows of 64 bytes."""
    path = tmp_path / "large.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(PLANS)
        connection.execute(
            "create table fct_large as select uuid() as a, uuid() as b, uuid() as c, uuid() as d from range(4_000_000)"
        )
    run = f"""
import re, duckdb, pyarrow
from pathlib import Path
from minsheng.warehouse import parquet as exports

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

before, exports.MEMORY = peak(), "100MB"
print(exports.export(Path({str(path)!r}), Path({str(tmp_path / "out")!r}))["fct_large"], peak() - before)
"""
    result = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, timeout=HANG)
    assert result.returncode == 0, result.stderr
    rows, grown = map(int, result.stdout.split())
    assert rows == 4_000_000
    assert grown * 1024 < rows * 64
