"""dbt run by hand builds beside the published warehouse, whoever runs it; what it has built can be published."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
import yaml

from helpers import HANG, PARTS, ROOT, minsheng
from minsheng import durable


def make_clone(warehouse: Path, folder: Path) -> Path:
    """Copy the project as after `make build`: with the published warehouse and its builds in data/."""
    copy = folder / "o'brien's clone"
    for part in (*PARTS, "profiles.yml", "selectors.yml"):
        source, target = ROOT / part, copy / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target, follow_symlinks=False)
    shutil.copytree(warehouse.parent, copy / "data", symlinks=True)
    for path in (copy / "data").rglob("*.duckdb"):
        path.chmod(0o666)  # as to root, who may write to any file
    return copy


@pytest.fixture
def clone(warehouse: Path, tmp_path: Path) -> Path:
    """A clone of one test's own."""
    return make_clone(warehouse, tmp_path)


@dataclass(frozen=True)
class ByHand:
    """A clone in which dbt has built everything by hand."""

    clone: Path
    before: dict[Path, str]
    """SHA-256 of each file in data/ before."""
    printed: str

    @property
    def file(self) -> Path:
        return self.clone / "data" / "dev.duckdb"


@pytest.fixture(scope="module")
def by_hand(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> ByHand:
    """A clone, and what dbt has built there; nobody changes the file."""
    clone = make_clone(warehouse, tmp_path_factory.mktemp("by_hand"))
    before = {path: durable.sha256(path) for path in (clone / "data").rglob("*") if path.is_file()}
    printed = dbt(clone, "build", "test --select dim_plan", "show --select dim_plan", "docs generate")
    return ByHand(clone, before, printed)


RUN = """
import shlex, sys
from dbt.cli.main import dbtRunner
for command in sys.argv[1:]:
    if not dbtRunner().invoke(shlex.split(command)).success:
        sys.exit(f"failed: dbt {command}")
"""


def dbt(folder: Path, *commands: str, **variables: str) -> str:
    """Run commands of dbt in one process, as from the root of a project; return what they print."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MINSHENG_", "DBT_"))}
    command = [sys.executable, "-c", RUN, *commands]
    done = subprocess.run(
        command, cwd=folder, env=environment | variables, capture_output=True, text=True, timeout=HANG
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def relations(path: Path) -> set[tuple[str, str]]:
    """Schema and name of each table and view of a file."""
    with duckdb.connect(str(path), read_only=True) as connection:
        query = (
            "select table_schema, table_name from information_schema.tables where table_catalog = current_database()"
        )
        return set(connection.sql(query).fetchall())


def test_dbt_by_hand_leaves_alone_what_is_published_and_kept(by_hand: ByHand) -> None:
    clone, before = by_hand.clone, by_hand.before
    assert os.readlink(clone / "profiles.yml") == "profiles/profiles.yml"
    assert sum(path.name == "minsheng.duckdb" for path in before) == 2, "published and kept"
    assert int(re.findall(r"(\d+) unit tests", by_hand.printed)[0]) > 30, "they pass: they test the SQL, not the data"
    assert "wenzhou-2021" in by_hand.printed, "shown"
    after = {path: durable.sha256(path) for path in (clone / "data").rglob("*") if path.is_file()}
    assert {path.name for path in after.keys() - before.keys()} == {"dev.duckdb", "dev.duckdb.steps"}
    assert {path: after[path] for path in before} == before
    counts = []
    for name in ("dev.duckdb", "minsheng.duckdb"):
        with duckdb.connect(str(clone / "data" / name), read_only=True) as connection:
            counts.append(connection.sql("select count(*) from fct_plan_value").fetchone())
    assert counts[0] == counts[1], "of the same rows"


def test_two_people_build_parts_of_the_models_in_one_file_and_leave_each_other_alone(clone: Path) -> None:
    only = "--exclude-resource-type unit_test"
    dbt(clone, f"build --select +mart_target_progress {only}", MINSHENG_DEV_SCHEMA="alice")
    file = clone / "data" / "dev.duckdb"
    first = relations(file)
    assert ("alice", "mart_target_progress") in first
    assert {schema for schema, _ in first} == {"alice", "alice_meta"}, "an empty file, and nobody else's schemas"
    dbt(clone, f"build --select +bi_unit {only}", MINSHENG_DEV_SCHEMA="bob")
    assert {schema for schema, _ in relations(file) - first} == {"bob", "bob_bi", "bob_meta"}
    with duckdb.connect(str(file), read_only=True) as connection:
        assert connection.sql("select count(*) > 100 from bob_bi.unit").fetchone() == (True,)


def test_what_has_changed_is_built_alone_and_the_rest_read_from_what_is_published(clone: Path) -> None:
    model = clone / "models" / "analysis" / "mart_plan_revision.sql"
    model.write_text(model.read_text("utf-8") + "-- changed\n", "utf-8")
    state = "--target ci --state data/state"
    dbt(clone, f"build --selector changed --defer {state}", f"clone --selector published {state}")
    with duckdb.connect(str(clone / "data" / "dev.duckdb"), read_only=True) as connection:
        built = connection.sql(
            "select schema_name, table_name from duckdb_tables() where database_name = current_database()"
        ).fetchall()
        assert {name for schema, name in built if schema != "meta"} == {"mart_plan_revision"}
        connection.execute(
            f"attach '{str(clone / 'data' / 'minsheng.duckdb').replace(chr(39), chr(39) * 2)}' as minsheng"
        )
        rows = "select count(*) from {}mart_plan_revision"
        assert connection.sql(rows.format("")).fetchone() == connection.sql(rows.format("minsheng.main.")).fetchone()
        assert connection.sql("select count(*) from bi.plan").fetchone() == (5,), (
            "a clone: a view of the published table"
        )


def test_another_project_uses_it_as_a_package(clone: Path, tmp_path: Path) -> None:
    project = tmp_path / "planning"
    (project / "models").mkdir(parents=True)
    (project / "packages.yml").write_text(yaml.safe_dump({"packages": [{"local": f"../{clone.name}"}]}))
    location = "read_parquet('dbt_packages/minsheng/data/inputs/{name}/*.parquet')"
    settings = {
        "name": "planning",
        "profile": "planning",
        "flags": {"indirect_selection": "buildable"},
        "models": {"planning": {"+schema": "own"}},
        "sources": {"minsheng": {"+meta": {"external_location": location}}},
    }
    (project / "dbt_project.yml").write_text(yaml.safe_dump(settings))
    outputs = {"dev": {"type": "duckdb", "path": "planning.duckdb"}}
    (project / "profiles.yml").write_text(yaml.safe_dump({"planning": {"target": "dev", "outputs": outputs}}))
    (project / "models" / "our_units.sql").write_text("select unit_code from {{ ref('minsheng', 'bi_unit') }}")
    dbt(project, "deps", "build --select +our_units --exclude-resource-type unit_test")
    built = relations(project / "planning.duckdb")
    assert {("main", "dim_unit"), ("bi", "unit"), ("staging", "stg_units"), ("main_own", "our_units")} <= built, (
        "schemas of its own models are named as dbt does"
    )


def publish(by_hand: ByHand, file: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Publish a file into an empty folder."""
    places = {"PROJECT": by_hand.clone, "DATABASE": folder / "minsheng.duckdb", "LANDING": folder / "landing"}
    (folder / "landing").mkdir(parents=True)
    return minsheng("publish", str(file), **{f"MINSHENG_{what}": str(place) for what, place in places.items()})


def test_what_dbt_has_built_is_published_as_a_build_of_our_own_would_be(
    by_hand: ByHand, warehouse: Path, tmp_path: Path
) -> None:
    file, published = tmp_path / "built.duckdb", tmp_path / "data" / "minsheng.duckdb"
    shutil.copy(by_hand.file, file)
    with duckdb.connect(str(file)) as connection:
        connection.execute("create table main.mart_of_last_year as select 1 as one")
    done = publish(by_hand, file, published.parent)
    assert done.returncode == 0, done.stderr
    assert "left out, for no model makes it: main.mart_of_last_year" in done.stderr
    assert relations(published) == relations(warehouse)
    exported = {path.name for path in (published.parent / "exports" / "parquet").iterdir()}
    assert {"datapackage.json", "mart_target_progress.parquet"} <= exported
    with duckdb.connect(str(published), read_only=True) as connection:
        connection.execute(f"attach '{warehouse}' as ours (read_only)")
        for schema, name in sorted(relations(warehouse)):
            if schema != "meta" and not name.startswith("ge_"):
                rows = [f'select * from {catalog}"{schema}"."{name}"' for catalog in ("", "ours.")]
                both = f"(({rows[0]}) except all ({rows[1]})) union all (({rows[1]}) except all ({rows[0]}))"
                assert connection.sql(f"select count(*) from ({both})").fetchone() == (0,), name


def test_a_file_that_does_not_prove_how_it_was_built_is_not_published(by_hand: ByHand, tmp_path: Path) -> None:
    file = tmp_path / "built.duckdb"
    shutil.copy(by_hand.file, file)
    wrong = {
        "not run in this file to its end": ("delete from", "", "dim_plan_first_year_is_not_after_the_last"),
        "ended with fail": ("update", "set status = 'fail'", "dim_unit_factors_are_positive"),
        "of other code than today's": ("update", "set code = 'other'", "dim_region"),
        "of other rows than the input check accepts today": ("update", "set inputs = null", "dim_domain"),
        "older than a model that it reads": ("update", "set started_at = '2001-01-01'", "bi_plan"),
    }
    with duckdb.connect(str(file)) as connection:
        for what, change, name in wrong.values():
            named = f"split_part(node, '.', 3) = '{name}'"
            assert connection.execute(f"{what} meta.dbt_result {change} where {named}").fetchone() == (1,), name
    done = publish(by_hand, file, tmp_path / "data")
    assert done.returncode == 1
    *causes, closing, hint = done.stderr.splitlines()
    assert sorted(causes) == sorted(f"{cause}: {name}" for cause, (*_, name) in wrong.items())
    assert closing == f"{file} is not published; the published warehouse is as it was"
    assert hint.startswith("hint: `minsheng check-inputs`")
    assert not (tmp_path / "data" / "minsheng.duckdb").exists()
    assert not list((tmp_path / "data" / "builds").glob("2*")), "nothing is kept of what was refused"


def test_what_says_nothing_of_how_it_was_built_is_not_published(by_hand: ByHand, tmp_path: Path) -> None:
    file = tmp_path / "built.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("create table dim_plan as select 1 as one")
    done = publish(by_hand, file, tmp_path / "data")
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        1,
        "nothing in it says how it was built (meta.dbt_result)",
    )
