"""What a build keeps of the one before, when it must not, and that a build from scratch finds what was kept wrongly.

Of the real project is only the code that decides; check, dbt and gate are stand-ins. What the models make of it is in
the integration tests of the same name.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from minsheng import paths
from minsheng.warehouse import build, dbt, history, increments, layout
from minsheng.warehouse.result import Differed, Options, Published
from standin import StandIn, text_of

BEFORE = {
    "models/core/fct_plan_value.sql": "1",
    "seeds/reference/units.csv": "1",
    "seeds/records/bureau.csv": "1",
    "data/landing/reference/plans.csv": "1",
    "seeds/plans/a.csv": "1",
    "data/landing/plans/a-more.csv": "1",
    "data/landing/plans/b.csv": "1",
    "data/landing/observations/2025-01.csv": "1",
}
"""Digests of the inputs of a build."""

FACTS = [
    ("seeds/plans/a.csv", "a", "target"),
    ("data/landing/plans/a-more.csv", "a", "target"),
    ("data/landing/plans/b.csv", "b", "target"),
    ("data/landing/observations/2025-01.csv", "a", "actual"),
    ("seeds/records/bureau.csv", None, "actual"),
]
"""File, plan and role of its facts."""

Facts = list[tuple[str, str | None, str]]
Made = Callable[..., list[str] | None]


def write_facts(path: Path, facts: Facts) -> None:
    columns = ("file", "plan_id", "value_role")
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [dict(zip(columns, fact, strict=True)) for fact in facts]
    pq.write_table(pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in columns])), path)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Return the files whose facts are made anew; None where all are.

    It takes the digests that differ from before, None of a file that is gone, and the facts of today.
    """
    monkeypatch.delenv("MINSHENG_LANDING", raising=False)
    past, accepted = tmp_path / "minsheng.duckdb", tmp_path / "inputs"
    monkeypatch.setattr(history, "inputs_of", lambda _: {name: (digest, b"") for name, digest in BEFORE.items()})
    write_facts(accepted / "plan_values/0.parquet", FACTS)
    dbt.make_file(past, accepted)
    with duckdb.connect(str(past)) as connection:
        facts = f"select file as input_file, plan_id, value_role from '{accepted}/plan_values/0.parquet'"
        connection.execute(f"create table fct_plan_value as {facts}; create schema meta")
        connection.execute("create table meta.meta_this_build as select '1' as build_id, 3 as increments")

    def answer(differ: dict[str, str | None], facts: Facts = FACTS) -> list[str] | None:
        write_facts(accepted / "plan_values/0.parquet", facts)
        digests = {name: digest for name, digest in {**BEFORE, **differ}.items() if digest is not None}
        common = increments.find(past, digests)
        if common is None or not increments.is_continued(common, accepted):
            return None
        return sorted(name for name, is_kept in increments.kept(common, accepted).items() if not is_kept)

    return answer


def test_the_facts_of_unchanged_files_are_kept(made: Made) -> None:
    assert made({}) == []
    assert made({"data/landing/observations/2025-02.csv": "1"}) == ["data/landing/observations/2025-02.csv"]
    assert made({"data/landing/observations/2025-01.csv": "2"}) == ["data/landing/observations/2025-01.csv"]
    assert made({"seeds/records/bureau.csv": None}) == []


@pytest.mark.parametrize(
    "name", ["models/core/fct_plan_value.sql", "seeds/reference/units.csv", "data/landing/reference/plans.csv"]
)
def test_code_and_reference_rows_change_all_facts(made: Made, name: str) -> None:
    assert made({name: "2"}) is None
    assert made({name: None}) is None
    assert made({f"{name}.more": "1"}) is None


def test_targets_of_a_plan_are_made_together_whichever_file_brings_them(made: Made) -> None:
    both = ["data/landing/plans/a-more.csv", "seeds/plans/a.csv"]
    assert made({"seeds/plans/a.csv": "2"}) == both
    others = [fact for fact in FACTS if fact[0] != "data/landing/plans/a-more.csv"]
    assert made({"data/landing/plans/a-more.csv": None}, others) == ["seeds/plans/a.csv"], "it had targets of plan a"


def test_a_file_that_brings_a_plan_its_first_target_changes_that_plan(made: Made) -> None:
    new = "data/landing/plans/c.csv"
    assert made({new: "1"}, [*FACTS, (new, "b", "target")]) == ["data/landing/plans/b.csv", new]
    assert made({new: "1"}, [*FACTS, (new, "b", "baseline")]) == [new]
    moved = [("data/landing/plans/b.csv", "a", "target"), *(fact for fact in FACTS if fact[1] != "b")]
    assert made({"data/landing/plans/b.csv": "2"}, moved) == [
        "data/landing/plans/a-more.csv",
        "data/landing/plans/b.csv",
        "seeds/plans/a.csv",
    ]


def test_blocks_of_another_size_need_another_file(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    assert made({}) == []
    monkeypatch.setattr(dbt, "_SMALL", 0)
    assert made({}) is None


# A refresh


@pytest.fixture
def project_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """A published project of stand-ins."""
    monkeypatch.setenv("MINSHENG_DATABASE", str(tmp_path / "data/minsheng.duckdb"))
    standin = StandIn("one").install(monkeypatch.setattr)
    build.refresh()
    return standin


def in_a_row() -> int:
    with duckdb.connect(str(paths.warehouse()), read_only=True) as connection:
        ((count,),) = connection.execute("select increments from meta.meta_this_build").fetchall()
        assert connection.execute("from duckdb_tables() where table_name = 'meta_input_file'").fetchall() == []
    return int(count)


def test_a_build_keeps_facts_and_says_so(project_: StandIn) -> None:
    assert in_a_row() == 0
    for number in (1, 2):
        assert build.refresh(Options(force=True)).status == "published"
        assert in_a_row() == number
        assert text_of(paths.warehouse()) == "one"
    project_.text = "two"
    build.refresh()
    assert in_a_row() == 0
    assert text_of(paths.warehouse()) == "two"


def test_a_build_from_scratch_comes_when_asked_for_and_after_so_many(project_: StandIn) -> None:
    counts = []
    for _ in range(4):
        build.refresh(Options(force=True, full_every=3))
        counts.append(in_a_row())
    assert counts == [1, 2, 0, 1]
    assert build.refresh(Options(full=True)).status == "published", "also when nothing has changed"
    assert in_a_row() == 0


@pytest.mark.parametrize("name", ["missing", "altered"])
def test_of_a_published_file_that_is_not_what_was_built_nothing_is_kept(project_: StandIn, name: str) -> None:
    for path in (paths.warehouse(), layout.warehouse(layout.kept()[-1])):
        path.chmod(0o644)
        if name == "missing":
            path.unlink()
        else:
            with duckdb.connect(str(path)) as connection:
                connection.execute("update fct_plan_value set value_text = 'spoilt' where value_id = 'a@0'")
    build.refresh(Options(force=True))
    assert in_a_row() == 0
    assert text_of(paths.warehouse()) == "one"


def spoil(monkeypatch: pytest.MonkeyPatch, statement: str) -> None:
    """Let something go wrong with what is kept."""

    def start(common: increments.Common, files: increments.Files, built: Path) -> None:
        original(common, files, built)
        with duckdb.connect(str(built)) as connection:
            connection.execute(statement)

    original = increments.start
    monkeypatch.setattr(increments, "start", start)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("update fct_plan_value set value_text = 'spoilt' where value_id = 'a@7'", "1 rows only before, 1 only now"),
        ("delete from fct_plan_value where value_id = 'a@7'", "0 rows only before, 1 only now"),
        ("insert into fct_plan_value from fct_plan_value where value_id = 'a@7'", "1 rows only before, 0 only now"),
    ],
)
@pytest.mark.parametrize("options", [Options(full=True), Options(force=True, full_every=2)])
def test_what_was_kept_wrongly_is_found_by_a_build_from_scratch_which_is_published(
    project_: StandIn, monkeypatch: pytest.MonkeyPatch, statement: str, found: str, options: Options
) -> None:
    spoil(monkeypatch, statement)
    kept = build.refresh(Options(force=True)).build_id
    with pytest.raises(Differed, match=f"build {kept}") as raised:
        build.refresh(options)
    assert raised.value.lines == [f"fct_plan_value: {found}, such as a@7"]
    assert isinstance(raised.value, Published)
    assert "is published" in raised.value.closing
    assert (in_a_row(), text_of(paths.warehouse())) == (0, "one")
    assert build.refresh().status == "unchanged"


def test_all_tables_are_compared_where_nothing_has_changed(project_: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    build.refresh(Options(force=True))
    common = increments.find(paths.warehouse(), _digests())
    assert common is not None
    files = increments.kept(common, layout.inputs())
    other = paths.warehouse().with_name("other.duckdb")
    other.write_bytes(paths.warehouse().read_bytes())
    with duckdb.connect(str(other)) as connection:
        connection.execute("update mart_target_progress set verdict = 'spoilt' where value_id = 'a@7'")
    expected = ["mart_target_progress: 1 rows only before, 1 only now, such as a@7"]
    assert increments.differences(common, files, other) == expected
    assert increments.differences(replace(common, is_all=False), files, other) == []


def _digests() -> dict[str, str]:
    return {name: digest for name, (digest, _) in (history.inputs_of(paths.warehouse()) or {}).items()}


def test_the_history_compares_the_values_that_were_made(project_: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build.refresh(Options(force=True)).changes == 0
    monkeypatch.setattr(history, "_kept", lambda _: [])
    spoil(monkeypatch, "update fct_plan_value set value_text = 'spoilt' where value_id = 'a@7'")
    assert build.refresh(Options(force=True)).changes == 1
    monkeypatch.undo()
