"""A build that keeps the facts of unchanged files holds what one from scratch holds, whatever has landed.

EXCEPT ALL compares both ways: every table once, after whole refreshes; and the facts after each of a series of random
landings, for which dbt runs no further than the fact.
"""

import random
import shutil
from pathlib import Path

import duckdb
import pytest

from helpers import CARERS, COLUMNS, land
from minsheng import durable, paths
from minsheng.inputs import acceptance, check
from minsheng.sql import values
from minsheng.warehouse import build, dbt, fingerprint, increments, layout, parquet, releases
from minsheng.warehouse.result import Options

pytestmark = pytest.mark.xdist_group("builds in the project itself")

Row = dict[str, str]
TARGET = CARERS | {"value_role": "target", "commitment_strength": "pledged", "table_row": "1", "section": "附表"}


def differing(one: Path, other: Path) -> list[str]:
    """Return the tables of the schema main that do not hold the same rows."""
    found = []
    with duckdb.connect() as connection:
        connection.execute(f"attach '{one}' as one (read_only); attach '{other}' as other (read_only)")
        query = "select table_name from duckdb_tables() where database_name = '{}' and schema_name = 'main' order by 1"
        tables, others = (connection.execute(query.format(alias)).fetchall() for alias in ("one", "other"))
        assert tables == others
        for (table,) in tables:
            pairs = ((f"one.main.{table}", f"other.main.{table}"), (f"other.main.{table}", f"one.main.{table}"))
            if any(connection.execute(f"from {a} except all from {b} limit 1").fetchone() for a, b in pairs):
                found.append(table)
    return found


def month(number: int, text: str) -> Row:
    """Return a record of a month."""
    mark = f"2025-{number:02}"
    return CARERS | {"value_id": f"wenling-2023@{mark}-carers", "period": mark, "value_text": text}


def target(offset: int, year: int, text: str) -> Row:
    """Return a statement of a target, which is the first of its promise where its offset is."""
    return TARGET | {
        "value_id": f"wenling-2023@{offset}",
        "char_start": str(offset),
        "period": str(year),
        "value_text": text,
    }


@pytest.fixture
def landing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse and an empty landing folder of one's own."""
    monkeypatch.setenv("MINSHENG_DATABASE", str(tmp_path / "minsheng.duckdb"))
    monkeypatch.setenv("MINSHENG_LANDING", str(tmp_path / "landing"))
    (tmp_path / "landing").mkdir()
    return tmp_path / "landing"


def exported_differently() -> int:
    """Return how many facts the exports of the published build, a file for each input file, hold otherwise."""
    with duckdb.connect(str(paths.warehouse()), read_only=True) as connection:
        exported = f"read_parquet('{layout.parquet().resolve()}/fct_plan_value.*.parquet')"
        pairs = (("fct_plan_value", exported), (exported, "fct_plan_value"))
        rows = " union all ".join(f"(from {a} except all from {b})" for a, b in pairs)
        ((count,),) = connection.execute(f"select count(*) from ({rows})").fetchall()
    return int(count)


def test_whole_refreshes_give_every_table_as_one_from_scratch_does(
    warehouse: Path, landing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (kept,) = (path for path in (warehouse.parent / "builds").glob("2*") if path.is_dir())
    shutil.copytree(kept, layout.folder(kept.name))
    releases.publish(kept.name)
    monkeypatch.setattr(parquet, "MOST_IN_ONE_FILE", 100)
    land("observations/1.csv", [month(6, "25.6"), month(9, "25.9")], COLUMNS)
    land("plans/more.csv", [target(7, 2026, "27.5")], COLUMNS)
    build.refresh()
    land("observations/1.csv", [month(6, "25.4")], COLUMNS)
    land("observations/2.csv", [month(10, "26.2")], COLUMNS)
    (landing / "plans/more.csv").unlink()
    assert exported_differently() == 0
    copied: list[Path] = []
    copy = durable.copy

    def noted(source: Path, target: Path) -> None:
        copied.append(source)
        copy(source, target)

    monkeypatch.setattr(durable, "copy", noted)
    result = build.refresh(Options(accept_loss=True))
    assert exported_differently() == 0
    parts = {path.name for path in copied if path.name.startswith("fct_plan_value.seeds")}
    assert "fct_plan_value.seeds.plans.wenzhou-2025.csv.parquet" in parts, "of an unchanged file it is a copy"
    assert "fct_plan_value.seeds.plans.wenling-2023.csv.parquet" not in parts, "made anew, as the plan's targets are"
    with duckdb.connect(str(paths.warehouse()), read_only=True) as connection:
        assert connection.execute("select increments from meta.meta_this_build").fetchall() == [(2,)]
        changed = connection.execute(
            "select key, change, column_name, new_value from meta.meta_change as c join meta.meta_this_build as b"
            " using (build_id) where subject = 'value' and column_name != 'value_base' order by all"
        ).fetchall()
    promised = [(f"wenling-2023@{offset}", "changed", "is_primary_statement", "true") for offset in (1658,)]
    assert [row for row in changed if "bound" not in row[2]] == [
        *promised,
        ("wenling-2023@2025-06-carers", "changed", "value", "25.400000"),
        ("wenling-2023@2025-06-carers", "changed", "value_text", "25.4"),
        ("wenling-2023@2025-09-carers", "removed", "value_text", None),
        ("wenling-2023@2025-10-carers", "added", "value_text", "26.2"),
        ("wenling-2023@7", "removed", "value_text", None),
    ]
    assert build.refresh(Options(full=True)).status == "published"
    assert differing(layout.warehouse(result.build_id), paths.warehouse()) == []


class Series:
    """Builds of facts in one folder, each from the one before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self.past: Path | None = None

    def build(self) -> int:
        """Build the facts of what has landed; return how many files were kept."""
        digests = fingerprint.digests()
        common = increments.find(self.past, digests) if self.past else None
        known = acceptance.accepted(self._accepted, common.digests) if common else {}
        self._count += 1
        checked = check.check(self._accepted, known=known)
        assert (checked.violations, len(known)) == ([], len(common.unchanged) if common else 0)
        files = increments.kept(common, self._accepted) if common else {}
        if common:
            increments.start(common, files, self._built)
        self.past = self._run("kept")
        with duckdb.connect(str(self.past)) as connection:
            connection.execute(f"drop table if exists {increments.FILES}")
            connection.execute("create table meta.meta_this_build as select '1' as build_id, 0 as increments")
            connection.execute("create table meta.meta_input (name varchar, sha256 varchar, row_digests blob)")
            rows = ", ".join(values(name, digest, b"") for name, digest in digests.items())
            connection.execute(f"insert into meta.meta_input values {rows}")
        return sum(files.values())

    def read_again(self) -> bool:
        """Return whether a check that knows nothing accepts the same rows."""
        again = self._folder / f"{self._count}/again"
        check.check(again)
        names = [
            sorted(path.relative_to(place) for path in place.rglob("*.parquet")) for place in (again, self._accepted)
        ]
        return names[0] == names[1]

    def differences(self) -> int:
        """Return how many facts are not the same as in a build from scratch."""
        with duckdb.connect() as connection:
            connection.execute(f"attach '{self.past}' as kept (read_only)")
            connection.execute(f"attach '{self._run('scratch')}' as scratch (read_only)")
            facts = ("kept.main.fct_plan_value", "scratch.main.fct_plan_value")
            queries = (f"(from {a} except all from {b})" for a, b in (facts, facts[::-1]))
            ((count,),) = connection.execute(f"select count(*) from ({' union all '.join(queries)})").fetchall()
        return int(count)

    @property
    def _accepted(self) -> Path:
        return self._folder / f"{self._count}/inputs"

    @property
    def _built(self) -> Path:
        """The path that dbt writes to is always the same, or it would parse anew."""
        return self._folder / "minsheng.duckdb"

    def _run(self, kind: str) -> Path:
        """Run dbt up to the fact."""
        path = self._built
        if not path.exists():
            dbt.make_file(path, self._accepted)
        try:
            arguments = ["run", "--select", "+fct_plan_value", "--log-path", str(self._folder)]
            outcome = dbt.invoke(arguments, path, self._accepted, paths.root() / "target/release")
        finally:
            dbt.close()
        assert outcome.success, [result.message for result in outcome.result or []]
        return path.rename(self._folder / f"{self._count}/{kind}.duckdb")


def random_rows(chance: random.Random, name: str) -> list[Row]:
    """Return some rows for a file; no two files give a value the same identifier."""
    kind, number = name.split("/")[0], int(name[-5])
    if kind == "observations":
        return [month(1 + 3 * number + n, chance.choice(["25.1", "25.5", "约26"])) for n in range(chance.randint(1, 3))]
    offsets = chance.sample(range(1700, 1710) if number else range(1, 10), chance.randint(1, 3))
    return [
        target(10 * offset + number, chance.choice([2025, 2026]), chance.choice(["26", "27"])) for offset in offsets
    ]


def test_random_landings_give_the_facts_that_a_build_from_scratch_gives(tmp_path: Path, landing: Path) -> None:
    chance = random.Random(16)
    names = ["observations/0.csv", "observations/1.csv", "observations/2.csv", "plans/0.csv", "plans/1.csv"]
    series = Series(tmp_path / "series")
    texts: dict[str, str] = {}
    for step in range(4):
        for name in chance.sample(names, 2) if step else names:
            path = landing / name
            if path.exists() and step and chance.random() < 0.4:
                path.unlink()
            elif name in texts and not path.exists() and chance.random() < 0.5:
                path.write_text(texts[name], "utf-8")  # landed once more as it was
            else:
                texts[name] = land(name, random_rows(chance, name), COLUMNS).read_text("utf-8")
        kept = series.build()
        assert bool(kept) == bool(step), "of the first nothing, of each other one at least the plans that ship"
        if step in (1, 3):
            assert series.differences() == 0
            assert series.read_again()


@pytest.mark.parametrize("is_kept", [False, True])
def test_tests_look_at_the_facts_that_a_build_makes(warehouse: Path, tmp_path: Path, is_kept: bool) -> None:
    """A row of which a test is broken, and one with the key of another, are found in a file that is not kept."""
    path = tmp_path / "minsheng.duckdb"
    durable.copy(warehouse, path)
    path.chmod(0o644)
    with duckdb.connect(str(path)) as connection:
        rows = "from fct_plan_value where input_file = 'seeds/plans/wenling-2023.csv'"
        connection.execute(f"insert into fct_plan_value select * {rows} limit 1")
        connection.execute(
            f"update fct_plan_value set period_start_year = 2090 where value_id = (select min(value_id) {rows})"
        )
        connection.execute(
            f"create table {increments.FILES} as select distinct input_file as name,"
            f" {is_kept} or input_file != 'seeds/plans/wenling-2023.csv' as is_kept from fct_plan_value"
        )
    tests = ["is_key_fct_plan_value_value_id", "fct_plan_value_period_starts_before_it_ends"]
    try:
        arguments = ["test", "--select", *tests, "--log-path", str(tmp_path)]
        outcome = dbt.invoke(arguments, path, paths.inputs(), paths.root() / "target/release")
    finally:
        dbt.close()
    assert outcome.exception is None
    found = {one.node.name: str(one.status) for one in outcome.result if one.node.resource_type == "test"}
    assert found == dict.fromkeys(tests, "pass" if is_kept else "fail")
