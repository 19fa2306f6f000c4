"""Refreshes from inputs to publication, with stand-ins for check, dbt and gate: what is decided, kept and reported."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Self

import duckdb
import pytest
from click.testing import CliRunner
from click.testing import Result as Invoked

from helpers import HANG
from minsheng import durable
from minsheng import paths as project
from minsheng.__main__ import unchanged
from minsheng.cli.app import app
from minsheng.outputs.registry import OUTPUTS
from minsheng.warehouse import attempts, build, gate, history, layout, mend, releases, rollback
from minsheng.warehouse.derived import Output
from minsheng.warehouse.gate import Outcome
from minsheng.warehouse.result import BuildError, BuildFailed, FailedBefore, Options, Published, Result
from minsheng.warehouse.status import status
from standin import StandIn, exported_text, input_text, published_text


@pytest.fixture
def project_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandIn:
    """A project with inputs `one`, as yet without a warehouse."""
    monkeypatch.setenv("MINSHENG_DATABASE", str(tmp_path / "data/minsheng.duckdb"))
    return StandIn("one").install(monkeypatch.setattr)


def refresh(standin: StandIn, text: str | None = None, **options: Any) -> Result:
    standin.text = text or standin.text
    return build.refresh(Options(**options))


def build_in(build_id: str) -> str | None:
    """Return the build that the warehouse of a kept one says it is."""
    build = history.build_of(layout.warehouse(build_id))
    return build.build_id if build else None


def spoil(path: Path) -> None:
    """Change one byte."""
    path.chmod(0o644)
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))


def rows(query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(project.warehouse()), read_only=True) as connection:
        return connection.execute(query).fetchall()


def is_whole(text: str) -> bool:
    release = releases.recorded()
    texts = {published_text(), exported_text(), input_text()}
    return release is not None and releases.is_untouched(release) and texts == {text}


# What is published


def test_a_warehouse_says_which_build_it_is_and_which_it_goes_on_from(project_: StandIn) -> None:
    one, two = refresh(project_), refresh(project_, "two")
    assert rows("select build_id, previous_build_id from meta.meta_this_build") == [(two.build_id, one.build_id)]
    assert rows("select build_id, previous_build_id, status from meta.meta_build order by 1") == [
        (one.build_id, None, "published"),
        (two.build_id, one.build_id, "published"),
    ]
    assert build_in(one.build_id) == one.build_id
    assert is_whole("two")
    assert project.warehouse().stat().st_nlink == layout.warehouse(two.build_id).stat().st_nlink == 1
    assert rows("select distinct build_id, previous_build_id from meta.meta_change") == [(two.build_id, one.build_id)]


def test_folders_may_be_called_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of the warehouse becomes a catalog, its folder a text in SQL."""
    monkeypatch.setenv("MINSHENG_DATABASE", str(tmp_path / "o'brien {1} [2] 数据" / "our-data.duckdb"))
    standin = StandIn("one").install(monkeypatch.setattr)
    refresh(standin)
    assert refresh(standin, "two").changes > 0
    rollback.roll_back()
    project.warehouse().unlink()
    assert refresh(standin).status == "restored"
    assert published_text() == "one"


def test_a_clock_that_goes_back_changes_nothing(project_: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build of tomorrow, then the clock is set right: builds and their order are what they would have been."""
    ahead = timedelta(days=1)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp((datetime.now(UTC) + ahead).timestamp(), tz)

    monkeypatch.setattr(layout, "datetime", Clock)
    one = refresh(project_)
    ahead = timedelta(0)
    two = refresh(project_, "two")
    assert two.status == "published"
    assert status()["build_id"] == two.build_id
    again = refresh(project_, "one")
    assert again.status == "published", "these inputs are not those of what is published"
    assert is_whole("one")
    assert status()["build_id"] == again.build_id
    assert layout.kept() == [one.build_id, two.build_id, again.build_id]
    assert history.lineage(project.warehouse()) == [two.build_id, one.build_id]
    assert rollback.roll_back() == (again.build_id, two.build_id)
    assert published_text() == "two"


def empty(path: Path) -> None:
    path.chmod(0o644)
    os.truncate(path, 0)


@pytest.mark.parametrize("name", ["minsheng.duckdb", "gate.json", "exports/parquet/fct_finding.parquet"])
@pytest.mark.parametrize("how", ["altered", "emptied", "deleted"])
def test_what_is_not_as_it_was_published_is_reported_and_mended(project_: StandIn, name: str, how: str) -> None:
    first = refresh(project_)
    assert unchanged(["refresh"]) is not None
    path = layout.home() / name
    before = durable.sha256(path)
    ways: dict[str, Callable[[Path], None]] = {
        "altered": spoil,
        "emptied": empty,
        "deleted": Path.unlink,
    }
    ways[how](path)
    word = "missing" if how == "deleted" else "altered"
    assert status()["damage"] == {name: word}
    assert unchanged(["refresh"]) is None, "the short way leaves it to the long one"
    result = refresh(project_)
    assert (result.status, result.build_id) == ("restored", first.build_id)
    assert result.warnings == [f"{word}: {name}; build {first.build_id} is whole again"]
    assert is_whole("one")
    assert status()["damage"] == {}
    assert project_.builds == 1, "nothing was built"
    if not name.endswith(".parquet"):
        assert durable.sha256(path) == before
    assert unchanged(["refresh"]) is not None


def test_kept_builds_that_were_removed_by_hand_are_reported_and_mended(project_: StandIn) -> None:
    first = refresh(project_)
    durable.remove(layout.builds())
    assert unchanged(["refresh"]) is None
    result = refresh(project_)
    assert result.status == "restored"
    assert "missing: exports/parquet" in result.warnings[0]
    release = releases.recorded()
    assert release
    assert releases.damage(release) == {}
    assert exported_text() == "one"
    assert build_in(first.build_id) == first.build_id


def test_what_no_copy_is_left_of_is_built_anew_and_reported(project_: StandIn) -> None:
    first = refresh(project_)
    spoil(layout.warehouse(first.build_id))
    spoil(project.warehouse())
    assert layout.log_beside(project.warehouse()).exists() is False
    result = refresh(project_)
    assert result.status == "published"
    assert f"altered: minsheng.duckdb; no copy of build {first.build_id} is what it was" in result.warnings[0]
    assert is_whole("one")


def test_a_kept_build_that_was_altered_is_mended_with_the_next_damage(project_: StandIn) -> None:
    first = refresh(project_)
    spoil(layout.warehouse(first.build_id))
    (layout.home() / "gate.json").unlink()
    assert refresh(project_).status == "restored"
    assert durable.sha256(layout.warehouse(first.build_id)) == durable.sha256(project.warehouse())


def test_damage_is_mended_also_before_a_build_that_fails(project_: StandIn) -> None:
    refresh(project_)
    spoil(project.warehouse())
    project_.failure = "a test failed"
    with pytest.raises(BuildFailed) as failed:
        refresh(project_, "two")
    assert is_whole("one")
    assert "altered: minsheng.duckdb" in failed.value.warnings[0]


def test_a_warehouse_of_an_earlier_version_is_built_anew_and_its_history_goes_on(project_: StandIn) -> None:
    """The marks of earlier versions: no record of checksums, no table of the file's own build, history in `main`."""
    first = refresh(project_)
    durable.remove(layout.home() / "published.json")
    for path in (project.warehouse(), layout.warehouse(first.build_id)):
        path.chmod(0o644)
        with duckdb.connect(str(path)) as connection:
            for table in ("meta_build", "meta_change", "meta_input"):
                connection.execute(f"create table main.{table} as from meta.{table}")
            connection.execute("drop schema meta cascade; alter table meta_build drop column previous_build_id")
    durable.remove(layout.folder(first.build_id) / "build.json")
    second = refresh(project_)
    assert second.status == "published"
    assert any("nothing is known of" in warning for warning in second.warnings)
    assert rows("select build_id from meta.meta_build order by 1") == [(first.build_id,), (second.build_id,)]


def test_exports_that_were_left_out_are_written_when_they_are_asked_for(project_: StandIn) -> None:
    first = refresh(project_, exports=False)
    assert not layout.parquet().exists()
    assert refresh(project_, exports=False).status == "unchanged"
    assert refresh(project_).status == "unchanged"
    assert is_whole("one")
    release = releases.recorded()
    assert release
    assert release.build_id == first.build_id


# History


def changes() -> int:
    ((count,),) = rows("select count(*) from meta.meta_change")
    return int(count)


def lock_it(path: Path) -> subprocess.Popen[str]:
    """Let another process hold a file for writing."""
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    path.chmod(0o644)
    command = [sys.executable, "-c", code, str(path)]
    holder = subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout
    assert holder.stdout.readline() == "open\n"
    return holder


@pytest.mark.parametrize("how", ["locked", "missing", "junk", "with the latest kept build"])
def test_history_goes_on_where_the_published_warehouse_cannot_be_read(project_: StandIn, how: str) -> None:
    first, second = refresh(project_), refresh(project_, "two")
    before = changes()
    assert before > 0
    holder = lock_it(project.warehouse()) if how == "locked" else None
    if how in ("missing", "with the latest kept build"):
        project.warehouse().unlink()
    if how == "junk":
        project.warehouse().chmod(0o644)
        project.warehouse().write_bytes(b"junk")
    if how == "with the latest kept build":
        durable.remove(layout.folder(second.build_id))
    third = refresh(project_, "two" if how == "locked" else "three", force=True)
    if holder:
        holder.communicate(timeout=HANG)
    assert third.status == "published"
    assert rows("select count(*) from meta.meta_build where status = 'published'") == [(3,)]
    if how == "with the latest kept build":
        assert rows("select previous_build_id from meta.meta_this_build") == [(first.build_id,)]
        assert any(f"the history goes on from build {first.build_id}" in one for one in third.warnings)
    else:
        assert rows("select previous_build_id from meta.meta_this_build") == [(second.build_id,)]
        assert changes() >= before
        assert not any("history" in one for one in third.warnings)


def test_a_history_that_is_lost_is_reported_in_result_json_and_status(project_: StandIn) -> None:
    refresh(project_)
    durable.remove(layout.builds())
    project.warehouse().chmod(0o644)
    project.warehouse().write_bytes(b"junk")
    project_.text = "two"
    result = run("refresh", "--json")
    lost = "the history begins anew: neither the published warehouse nor a kept build can be read"
    assert lost in json.loads(result.stdout)["warnings"]
    assert lost in status()["warnings"]
    assert lost in " ".join(run("status").stdout.split())
    assert refresh(project_).status == "unchanged"
    assert lost in status()["warnings"], "as long as that build is published"


# Failures


def test_inputs_that_failed_are_not_built_again_until_they_change(project_: StandIn) -> None:
    refresh(project_)
    project_.failure = "bad_rows (tests/dbt/bad_rows.sql): 3 failing rows"
    with pytest.raises(BuildFailed):
        refresh(project_, "two")
    failed = attempts.journal()[-1]["build_id"]
    builds = project_.builds
    with pytest.raises(FailedBefore) as before:
        refresh(project_)
    assert project_.builds == builds
    assert before.value.exit_code == 1
    assert before.value.lines == ["bad_rows (tests/dbt/bad_rows.sql): 3 failing rows"]
    assert f"build {failed} failed" in before.value.closing
    assert str(layout.warehouse(failed)) in before.value.closing
    with pytest.raises(BuildFailed):
        refresh(project_, force=True)
    assert refresh(project_, "one").status == "unchanged", "back to what is published"
    project_.failure = None
    assert refresh(project_, "three").status == "published"
    with pytest.raises(FailedBefore):
        refresh(project_, "two")
    assert refresh(project_, force=True).status == "published"
    assert refresh(project_, "one").status == "published"
    assert refresh(project_, "two").status == "published", "they have passed since"


def test_inputs_whose_gate_failed_are_not_built_again_either(project_: StandIn) -> None:
    project_.gate.outcomes = [Outcome("dim_plan", "expect", "critical", "", False, 1, 1, "1 of 1 against it", [])]
    with pytest.raises(BuildFailed, match="dim_plan: expect: 1 of 1 against it"):
        refresh(project_)
    with pytest.raises(FailedBefore):
        refresh(project_)


def test_drift_from_the_published_build_stops_until_it_is_accepted(project_: StandIn) -> None:
    drift = Outcome("drift", "expect_counts_to_stay(operator)", "critical", "", False, 5, 1, "1 of 5 against it", [])
    project_.gate.outcomes.append(drift)
    with pytest.raises(BuildFailed) as failed:
        refresh(project_)
    assert "--accept-loss" in failed.value.closing
    accepted = refresh(project_, accept_loss=True)
    assert (accepted.status, accepted.warnings) == ("published", [str(drift)])


def test_failed_builds_count_as_kept_ones(project_: StandIn) -> None:
    first = refresh(project_)
    refresh(project_, "good")
    project_.failure = "no"
    for n in range(9):
        with pytest.raises(BuildFailed):
            refresh(project_, f"bad {n}", keep=3)
        assert len(layout.kept()) <= 4
    assert first.build_id in layout.kept(), "there is still a build to go back to"
    assert layout.kept()[-1] == attempts.journal()[-1]["build_id"], "and the last failure to look into"


@pytest.mark.parametrize(
    ("error", "leaves"),
    [
        (OSError(28, "No space left on device"), []),
        (duckdb.IOException("IO Error: Could not write all bytes: No space left on device"), []),
        (BuildFailed(["a model: IO Error: Could not write all bytes"], Path("x")), []),
        (ZeroDivisionError("unforeseen"), ["error.txt"]),
    ],
)
def test_an_error_leaves_no_build_behind_and_is_always_tried_again(
    project_: StandIn, monkeypatch: pytest.MonkeyPatch, error: Exception, leaves: list[str]
) -> None:
    def fail(*_: object) -> None:
        (layout.folder(layout.kept()[-1]) / "minsheng.duckdb").write_bytes(b"a part")
        raise error

    monkeypatch.setattr(mend, "write_exports", fail)
    for _ in range(2):
        with pytest.raises(BuildError) as raised:
            refresh(project_)
        assert raised.value.exit_code == 4
        assert "\n" not in str(raised.value)
        assert [path.name for build_id in layout.kept() for path in layout.folder(build_id).iterdir()] in (
            leaves,
            leaves * 2,
        )
    assert project_.builds == 2
    assert status()["last_attempt"]["status"] == "error"


def test_an_interrupt_is_one_before_publication_and_none_behind_it(
    project_: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh(project_)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(releases, "seal", interrupt)
        with pytest.raises(KeyboardInterrupt):
            refresh(project_, "two")
    assert attempts.journal()[-1]["status"] == "interrupted"
    assert status()["last_attempt"]["status"] == "interrupted"
    assert len(layout.kept()) == 1
    with monkeypatch.context() as patch:
        patch.setattr(releases, "prune", interrupt)
        with pytest.raises(KeyboardInterrupt):
            refresh(project_, "two")
    assert attempts.journal()[-1]["status"] == "published"
    assert status()["last_attempt"]["status"] == "published"


# Going back


def test_a_rollback_goes_to_what_was_published_before(project_: StandIn) -> None:
    """one, two; back to one; three. What was published before three is one, and before one there was nothing."""
    one, two = refresh(project_), refresh(project_, "two")
    assert rollback.roll_back() == (two.build_id, one.build_id)
    assert is_whole("one")
    assert refresh(project_).message.startswith(f"build {one.build_id} stays published after a rollback")
    three = refresh(project_, "three")
    assert rollback.roll_back() == (three.build_id, one.build_id)
    with pytest.raises(rollback.NoSuchBuild, match="no earlier build is kept"):
        rollback.roll_back()
    assert rollback.roll_back(two.build_id) == (one.build_id, two.build_id)
    assert is_whole("two")
    assert rollback.roll_back() == (two.build_id, one.build_id)


def test_a_rollback_that_was_interrupted_stays_one(project_: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """The crash comes right behind the replacement: what is held must not be forgotten."""
    one, _ = refresh(project_), refresh(project_, "two")

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(releases, "_complete", crash)
        with pytest.raises(KeyboardInterrupt):
            rollback.roll_back()
    assert published_text() == "one"
    result = refresh(project_)
    assert result.status == "restored"
    assert result.message.startswith(f"build {one.build_id} stays published after a rollback")
    assert is_whole("one")


def test_a_rollback_that_cannot_be_noted_is_one(project_: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    refresh(project_)
    refresh(project_, "two")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(attempts, "append", fail)
    result = run("rollback")
    assert result.exit_code == 4
    assert "is published, but the rollback could not be noted" in " ".join(result.stderr.split())
    assert "as it was" not in result.stderr
    assert is_whole("one")


def test_an_altered_build_is_not_gone_back_to(project_: StandIn) -> None:
    one, two = refresh(project_), refresh(project_, "two")
    spoil(layout.warehouse(one.build_id))
    with pytest.raises(rollback.NoSuchBuild, match=f"no copy of build {one.build_id} is what it was"):
        rollback.roll_back(one.build_id)
    assert is_whole("two")
    assert status()["build_id"] == two.build_id


def test_exports_that_a_kept_build_has_lost_are_written_anew_on_the_way_back(project_: StandIn) -> None:
    one, _ = refresh(project_), refresh(project_, "two")
    spoil(layout.folder(one.build_id) / "exports/fct_finding.parquet")
    rollback.roll_back()
    assert is_whole("one")
    with duckdb.connect() as connection:
        file = layout.parquet() / "fct_finding.parquet"
        assert connection.execute(f"select count(*) from '{file}'").fetchall() == [(1,)]


# Messages


def run(*arguments: str) -> Invoked:
    return CliRunner().invoke(app, list(arguments))


def test_warnings_are_reported_one_a_line_also_where_a_refresh_is_quiet(project_: StandIn) -> None:
    offending = [{"finding_key": "x", "explanation_en": "85 against 95"}]
    project_.gate.outcomes.append(
        Outcome("consistency", "expect_x", "warning", "", False, 3, 1, "1 of 3 against it", offending)
    )
    warning = "consistency: expect_x: 1 of 3 against it: 85 against 95"
    result = run("refresh")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [f"published build {layout.kept()[-1]}"]
    assert result.stderr.splitlines() == [f"warning: {warning}"]
    assert status()["warnings"] == [warning]
    project_.text = "two"
    assert json.loads(run("refresh", "--json").stdout)["warnings"] == [warning]
    project_.text = "three"
    assert f"warning: {warning}" in run("build").stderr


def test_an_unwritten_output_is_reported_and_the_build_is_published(
    project_: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise OSError(28, "No space left on device", "exports/consistency.html")

    report = Output("report", "consistency.html", fail)
    monkeypatch.setitem(OUTPUTS, "report", report)
    with pytest.raises(Published, match=r"is published, but exports/consistency.html could not be written: the disk"):
        refresh(project_, outputs=(report,))
    assert is_whole("one")
    assert attempts.journal()[-1]["status"] == "published"
    assert status()["last_attempt"]["status"] == "incomplete"
    result = run("refresh", "--with", "report")
    assert result.exit_code == 4
    assert "is published, but" in result.stderr
    assert "as it was" not in result.stderr
    unknown = run("refresh", "--with", "atlas,pdf")
    assert unknown.exit_code == 2
    assert "there is no output 'pdf'\nhint: the outputs are atlas, xlsx, sdmx, docs, report" in unknown.stderr


def test_outputs_survive_publication_and_pruning_and_are_renewed_when_asked_for(
    project_: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def page(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
        ((text,),) = connection.execute("select distinct value_text from fct_plan_value").fetchall()
        durable.write_tree(path, {"index.html": text})
        return "a page"

    atlas = Output("atlas", "atlas", page)
    shown = layout.exports() / "atlas/index.html"
    first = refresh(project_, outputs=(atlas,))
    assert shown.read_text() == "one"
    assert status()["outputs"] == {"atlas": first.build_id}
    for text in ("two", "three", "four"):
        last = refresh(project_, text, keep=0)
        assert shown.read_text() == "one"
    assert layout.kept() == [last.build_id]
    assert status()["outputs"] == {"atlas": first.build_id}
    assert refresh(project_, outputs=(atlas,)).status == "unchanged"
    assert shown.read_text() == "four"
    before = shown.stat().st_mtime_ns
    assert refresh(project_, outputs=(atlas,)).status == "unchanged"
    assert shown.stat().st_mtime_ns == before, "it shows the published build already"
    durable.remove(shown.parent)
    refresh(project_, outputs=(atlas,))
    assert shown.read_text() == "four"


SPOILT = ["", "{}", "[1]", "null", "\x00", '{"build_id": 1, "files": {"minsheng.duckdb": 1}}']


NOTES = ["published.json", "last_attempt.json", "builds/attempts.jsonl", "gate.json", "exports/outputs.json", ".lock"]


@pytest.mark.parametrize("name", NOTES)
def test_no_command_trips_over_a_spoilt_note(project_: StandIn, name: str) -> None:
    refresh(project_)
    refresh(project_, "two")
    for text in SPOILT:
        (layout.home() / name).write_text(text)
        for arguments in (["status"], ["status", "--json"], ["history"], ["refresh"]):
            result = run(*arguments)
            assert result.exit_code == 0, (text, arguments, result.output, result.exception)
        assert is_whole("two")
    (layout.home() / name).write_text("{}")
    assert run("rollback").exit_code == 0
    assert is_whole("one")


READ_ONLY = """
import os, sys
from minsheng.__main__ import main

folder = os.path.dirname(os.environ["MINSHENG_DATABASE"])

def refuse(event, arguments):
    writes = event == "open" and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)
    if (writes or event in ("os.mkdir", "os.rename", "os.remove", "os.symlink")) and folder in str(arguments[0]):
        raise PermissionError(13, "Permission denied", str(arguments[0]))

sys.addaudithook(refuse)
sys.argv[0] = "minsheng"
main()
"""
COMMANDS = [["rollback"], ["report"], ["docs"], ["atlas"], ["export", "--xlsx"], ["export", "--sdmx"]]
COMMANDS += [["refresh", "--force"], ["build", "--force"]]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_commands_in_a_locked_folder_end_with_one_message(warehouse: Path, command: list[str]) -> None:
    environment = {**os.environ, "MINSHENG_DATABASE": str(warehouse)}
    code = [sys.executable, "-c", READ_ONLY, *command]
    done = subprocess.run(code, env=environment, capture_output=True, text=True, timeout=HANG)
    assert done.returncode == 4, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "permission denied" in done.stderr.lower()


def test_results_of_the_gate_are_stored_all_or_none(project_: StandIn, tmp_path: Path) -> None:
    """In one transaction: each row on its own would be brought onto the disk by itself."""
    path = tmp_path / "a.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table dim_plan as select 'a' as plan_id")
    good = project_.gate.outcomes[0]
    nothing: Any = None
    bad = Outcome("fct_plan_value", "expect", "critical", "", True, nothing, 0, "", [])
    with pytest.raises(duckdb.ConstraintException):
        gate.store(path, "1", [good, bad])
    with duckdb.connect(str(path)) as connection:
        assert connection.sql("select table_name from duckdb_tables()").fetchall() == [("dim_plan",)]
    gate.store(path, "1", [good])
    document = json.loads(path.with_name("gate.json").read_text())
    assert document["results"] == [vars(good)]
