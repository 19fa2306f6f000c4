"""Every engine builds all models, passes all tests, and makes the same of the same rows, cell by cell."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from engines.targets import LANDED, Data, Postgres, Target
from helpers import minsheng

TARGETS = ("postgres", "spark")
OF_A_BUILD = re.compile(rb"\d{8}T\d{12}|\d{4}-\d\d-\d\d \d\d:\d\d UTC")
"""What an atlas says of the build that it shows: its identifier and when it was checked."""


@pytest.fixture(params=TARGETS)
def engine(request: pytest.FixtureRequest) -> Target:
    target: Target = request.getfixturevalue(request.param)
    return target


@pytest.fixture(scope="session")
def built(data: Callable[[int], Data]) -> Callable[[Target], Data]:
    """The real rows, of which an engine has built all models once, and passed all tests."""
    done: set[str] = set()

    def on(engine: Target) -> Data:
        if engine.name not in done:
            build(engine, data(0), unit_tests=True)
            done.add(engine.name)
        return data(0)

    return on


def build(engine: Target, data: Data, unit_tests: bool = False) -> None:
    """Load the rows, build all models and pass all data tests, and unit tests where asked for."""
    engine.run("minsheng", "load", data=data)
    options = [] if unit_tests else ["--exclude-resource-type", "unit_test"]
    engine.run("dbt", "build", *options, data=data)
    results = json.loads((engine.folder / "target" / "run_results.json").read_text())["results"]
    kinds = ("model", "test", "unit_test")
    counts = {kind: sum(r["unique_id"].startswith(f"{kind}.") for r in results) for kind in kinds}
    print(f"{engine.name}: {counts}")
    assert {r["status"] for r in results if r["unique_id"].split(".")[0] in kinds} == {"success", "pass"}
    assert counts["model"] > 140
    assert counts["test"] > 200
    assert (counts["unit_test"] > 40) == unit_tests


def compare(engine: Target, data: Data) -> str:
    """Return what the command says of two equal results: the last line."""
    said = engine.run("minsheng", "compare-engines", data=data).strip().splitlines()[-1]
    print(f"{engine.name}: {said}")
    return said


def test_the_models_do_the_same_of_the_real_rows(engine: Target, built: Callable[[Target], Data]) -> None:
    assert compare(engine, built(engine)).endswith(": 0 differ")


def test_the_models_do_the_same_of_many_landed_rows(engine: Target, data: Callable[[int], Data]) -> None:
    landed = LANDED[engine.name]
    if not landed:
        pytest.skip(f"left out on {engine.name}, which takes longer (MINSHENG_ENGINES_LANDED_SPARK=100000 asks for it)")
    elsewhere = engine.apart("many")
    build(elsewhere, data(landed))
    assert compare(elsewhere, data(landed)).endswith(": 0 differ")


@contextmanager
def kept(postgres: Postgres, table: str) -> Iterator[None]:
    """Give a table the rows back that it has now."""
    postgres.sql(f"create table kept as table {table}")
    try:
        yield
    finally:
        postgres.sql(f"truncate {table}; insert into {table} table kept; drop table kept")


def test_a_model_that_does_otherwise_on_one_engine_is_seen(postgres: Postgres, built: Callable[[Target], Data]) -> None:
    real = built(postgres)
    with kept(postgres, "main.mart_target_progress"):
        postgres.sql("update main.mart_target_progress set growth_ratio = 1 + growth_ratio")
        said = postgres.run("minsheng", "compare-engines", data=real, codes=(1,))
    assert "main.mart_target_progress" in said
    assert "bi.progress" in said


def test_a_role_reads_the_views_of_bi_and_nothing_else(postgres: Postgres, built: Callable[[Target], Data]) -> None:
    real = built(postgres)
    postgres.sql("create role reader login")
    postgres.run("dbt", "run-operation", "grant_bi", "--args", "{role: reader}", data=real)
    postgres.run("dbt", "build", "--select", "bi_progress", data=real)  # made anew, and still readable
    with duckdb.connect(str(real.warehouse), read_only=True) as connection:
        views = connection.sql("select view_name from duckdb_views() where schema_name = 'bi'").fetchall()
        for (name,) in views:
            (rows,) = connection.execute(f"select count(*) from bi.{name}").fetchone() or (None,)
            assert postgres.sql(f"select count(*) from bi.{name}", user="reader") == str(rows)
    for statement in (
        "select * from main.fct_plan_value",
        "select * from inputs.plans",
        "delete from main.dim_region",
        "create table bi.mine (n integer)",
        "create view bi.mine as select 1",
    ):
        assert "permission denied" in postgres.sql(statement, user="reader", code=1), statement


def publish(fetched: Path, folder: Path) -> tuple[int, str]:
    """Publish a fetched file into an empty folder, with its exports and the atlas; return exit code and messages."""
    (folder / "landing").mkdir(parents=True)
    places = {"MINSHENG_DATABASE": str(folder / "minsheng.duckdb"), "MINSHENG_LANDING": str(folder / "landing")}
    done = minsheng("publish", str(fetched), "--with", "atlas", **places)
    return done.returncode, done.stderr


def exported(exports: Path) -> list[Path]:
    """Return the files of the exports and the atlas."""
    folders = (exports / "parquet", exports / "atlas")
    return sorted(path.relative_to(exports) for folder in folders for path in folder.rglob("*") if path.is_file())


def test_what_was_fetched_is_published_as_what_duckdb_has_built(
    engine: Target, built: Callable[[Target], Data], tmp_path: Path
) -> None:
    real, fetched = built(engine), tmp_path / "as-fetched.duckdb"
    engine.run("minsheng", "fetch", str(fetched), data=real)
    code, said = publish(fetched, tmp_path / "data")
    assert code == 0, said
    ours, theirs = real.warehouse.parent / "exports", tmp_path / "data" / "exports"
    files = exported(ours)
    assert len(files) > 60, "exports and atlas"
    assert files == exported(theirs)
    for file in files:
        if file.parts[0] == "atlas":
            page, fetched_page = (OF_A_BUILD.sub(b"", (side / file).read_bytes()) for side in (ours, theirs))
            assert page == fetched_page, file
        elif file.suffix == ".parquet" and not file.stem.startswith(("ge_", "meta_")):  # rows in the engine's own order
            one, other = (f"(from read_parquet('{side / file}'))" for side in (ours, theirs))
            both = f"({one} except all {other}) union all ({other} except all {one})"
            assert duckdb.sql(f"select count(*) from ({both})").fetchone() == (0,), file


def test_what_an_engine_has_not_built_of_today_is_not_published(
    postgres: Postgres, built: Callable[[Target], Data], tmp_path: Path
) -> None:
    real, fetched = built(postgres), tmp_path / "as-fetched.duckdb"
    wrong = {
        "not run in this file to its end": ("delete from", "", "dim_plan_first_year_is_not_after_the_last"),
        "ended with fail": ("update", "set status = 'fail'", "dim_unit_factors_are_positive"),
        "of other code than today's": ("update", "set code = 'other'", "dim_region"),
        "of other rows than the input check accepts today": ("update", "set inputs = null", "dim_domain"),
    }
    with kept(postgres, "meta.dbt_result"):
        for what, change, name in wrong.values():
            postgres.sql(f"{what} meta.dbt_result {change} where split_part(node, '.', 3) = '{name}'")
        postgres.run("minsheng", "fetch", str(fetched), data=real)
    code, said = publish(fetched, tmp_path / "data")
    assert code == 1
    assert sorted(said.splitlines()[:4]) == sorted(f"{cause}: {name}" for cause, (*_, name) in wrong.items())


def test_a_database_that_sorts_by_a_language_is_refused(postgres: Postgres, data: Callable[[int], Data]) -> None:
    postgres.sql("create database other locale_provider icu icu_locale 'en' locale 'C' template template0")
    elsewhere = replace(postgres, variables={**postgres.variables, "PGDATABASE": "other"})
    said = elsewhere.run("dbt", "run", "--select", "stg_plans", data=data(0), codes=(1, 2))
    assert "sorts text by the rules of a language" in said
    assert "hint: createdb --locale=C" in said
