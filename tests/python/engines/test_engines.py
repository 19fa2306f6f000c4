"""Every engine builds all models, passes all tests, and makes the same of the same rows, cell by cell."""

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from engines.targets import LANDED, Data, Postgres, Target

TARGETS = ("postgres",)
"""Spark builds all models too; that its tables are equal is not proved yet (docs/engines.md)."""


@pytest.fixture(params=TARGETS)
def engine(request: pytest.FixtureRequest) -> Target:
    target: Target = request.getfixturevalue(request.param)
    return target


def build(engine: Target, data: Data, *options: str) -> None:
    """Load the rows, build all models and pass all data tests."""
    engine.run("minsheng", "load", data=data)
    engine.run("dbt", "build", "--exclude-resource-type", "unit_test", *options, data=data)
    results = json.loads((engine.folder / "target" / "run_results.json").read_text())["results"]
    counts = {kind: sum(r["unique_id"].startswith(f"{kind}.") for r in results) for kind in ("model", "test")}
    print(f"{engine.name}: {counts}")
    assert {r["status"] for r in results if r["unique_id"].split(".")[0] in counts} == {"success", "pass"}
    assert counts["model"] > 140


def compare(engine: Target, data: Data) -> str:
    """Return what the command says of two equal results: the last line."""
    said = engine.run("minsheng", "compare-engines", data=data).strip().splitlines()[-1]
    print(f"{engine.name}: {said}")
    return said


def test_the_models_do_the_same_of_the_real_rows(engine: Target, data: Callable[[int], Data]) -> None:
    real = data(0)
    build(engine, real)
    engine.run("dbt", "test", "--select", "resource_type:unit_test", data=real)
    assert compare(engine, real).endswith("0 differ")


def test_postgres_does_the_same_of_many_landed_rows(postgres: Postgres, data: Callable[[int], Data]) -> None:
    many = data(LANDED)
    build(postgres, many)
    assert compare(postgres, many).endswith("0 differ")


def test_a_role_reads_the_views_of_bi_and_nothing_else(postgres: Postgres, data: Callable[[int], Data]) -> None:
    real = data(0)
    build(postgres, real)
    postgres.sql("create role reader login")
    postgres.run("dbt", "run-operation", "grant_bi", "--args", "{role: reader}", data=real)
    postgres.run("dbt", "run", "--select", "bi_progress", data=real)  # made anew, and still readable
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


def test_what_was_fetched_has_the_same_views(postgres: Target, data: Callable[[int], Data], tmp_path: Path) -> None:
    real = data(0)
    build(postgres, real)
    fetched = tmp_path / "minsheng.duckdb"
    postgres.run("minsheng", "fetch", str(fetched), data=real)
    with duckdb.connect(str(fetched), read_only=True) as connection:
        connection.execute(f"attach '{real.warehouse}' as ours (read_only)")
        for (name,) in connection.sql(
            "select view_name from duckdb_views() where database_name = 'ours' and schema_name = 'bi'"
        ).fetchall():
            assert not connection.sql(f"from bi.{name} except all from ours.bi.{name}").fetchall(), name
            assert not connection.sql(f"from ours.bi.{name} except all from bi.{name}").fetchall(), name


def test_a_database_that_sorts_by_a_language_is_refused(postgres: Postgres, data: Callable[[int], Data]) -> None:
    postgres.sql("create database other locale_provider icu icu_locale 'en' locale 'C' template template0")
    elsewhere = Target("postgres", {**postgres.variables, "PGDATABASE": "other"}, postgres.folder)
    said = elsewhere.run("dbt", "run", "--select", "stg_plans", data=data(0), codes=(1, 2))
    assert "sorts text by the rules of a language" in said
    assert "hint: createdb --locale=C" in said
