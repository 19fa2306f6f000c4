"""What is published, kept and recorded, step by step; what ends a process in between is in test_interruptions.py."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import IO, BinaryIO

import duckdb
import pytest

from helpers import HANG
from minsheng import durable
from minsheng.warehouse import attempts, layout, lock, releases

OLD, NEW = "20300101T000000000000", "20300102T000000000000"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two small builds, the older one published."""
    monkeypatch.setenv("MINSHENG_DATABASE", str(tmp_path / "minsheng.duckdb"))
    for build_id in (OLD, NEW):
        make_build(build_id)
    releases.publish(OLD)
    return tmp_path


def make_build(build_id: str, *, passed: bool = True) -> None:
    """A warehouse whose every row names its build, with exports that do too."""
    folder = layout.folder(build_id)
    (folder / "exports").mkdir(parents=True)
    (folder / "exports/datapackage.json").write_text(json.dumps({"name": build_id}))
    (folder / "gate.json").write_text(json.dumps({"run_id": build_id}))
    with duckdb.connect(str(folder / "minsheng.duckdb")) as connection:
        connection.execute(f"create table facts as select '{build_id}' as build_id from range(20000)")
    if passed:
        releases.seal(build_id, f"inputs of {build_id}")


def builds_in(path: Path) -> set[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return {row[0] for row in connection.execute("select distinct build_id from facts").fetchall()}


def run(code: str, *args: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(code), *args]
    return subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def out_of(process: subprocess.Popen[str]) -> IO[str]:
    assert process.stdout
    return process.stdout


def content(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): durable.sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_published_file_is_read_only_and_shares_no_inode_with_its_build(home: Path) -> None:
    published, kept = home / "minsheng.duckdb", layout.warehouse(OLD)
    assert published.stat().st_mode & 0o222 == 0
    assert kept.stat().st_mode & 0o222 == 0
    assert (published.stat().st_ino, published.stat().st_nlink) != (kept.stat().st_ino, 2)
    assert not os.path.samefile(published, kept)
    before = durable.sha256(kept)
    published.chmod(0o644)
    with duckdb.connect(str(published)) as connection:
        connection.execute("delete from facts")
    assert durable.sha256(kept) == before


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the name behind a handle is read from /proc")
def test_everything_is_on_the_disk_before_it_is_published(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Records what is synced and what is renamed, in order: a rename may reach the disk before what it names."""
    events: list[tuple[str, str]] = []
    really_sync, really_replace = os.fsync, os.replace

    def note_sync(handle: int) -> None:
        events.append(("sync", os.readlink(f"/proc/self/fd/{handle}").removeprefix(f"{home}/")))
        really_sync(handle)

    def note_rename(source: Path, target: Path) -> None:
        events.append(("rename", str(target).removeprefix(f"{home}/")))
        really_replace(source, target)

    monkeypatch.setattr(os, "fsync", note_sync)
    monkeypatch.setattr(os, "replace", note_rename)
    (layout.folder(NEW) / "build.json").unlink()
    releases.seal(NEW, "fingerprint")
    releases.publish(NEW)
    replaced = events.index(("rename", "minsheng.duckdb"))
    folder = f"builds/{NEW}"
    needed = [
        f"{folder}/minsheng.duckdb",
        f"{folder}/gate.json",
        f"{folder}/exports/datapackage.json",
        f"{folder}/exports",
        f"{folder}/.build.json.next",
        folder,
        "builds",
        ".minsheng.duckdb.next",
        ".published.json.next",
        ".gate.json.next",
    ]
    for name in needed:
        assert ("sync", name) in events[:replaced], name
    assert ("sync", str(home).removeprefix(f"{home}/")) in events[replaced:], "the folder, behind the rename"
    attempts.append({"build_id": NEW})
    assert events[-1] == ("sync", "builds/attempts.jsonl")


def test_what_is_published_is_recorded_with_its_checksums(home: Path) -> None:
    record = json.loads((home / "published.json").read_text())
    assert record["build_id"] == OLD
    assert {name: file["sha256"] for name, file in record["files"].items()} == {
        "minsheng.duckdb": durable.sha256(home / "minsheng.duckdb"),
        "gate.json": durable.sha256(home / "gate.json"),
        "exports/parquet/datapackage.json": durable.sha256(home / "exports/parquet/datapackage.json"),
    }
    release = releases.recorded()
    assert release is not None
    assert releases.is_untouched(release)
    assert releases.damage(release) == {}


def spoil(path: Path) -> None:
    """Change one byte, and let size and time of the file be as they were."""
    stat = path.stat()
    path.chmod(0o644)
    with path.open("r+b") as file:
        file.seek(stat.st_size // 2)
        byte = file.read(1)
        file.seek(stat.st_size // 2)
        file.write(bytes([byte[0] ^ 1]))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@pytest.mark.parametrize("name", ["minsheng.duckdb", "gate.json", "exports/parquet/datapackage.json"])
def test_what_is_altered_emptied_or_deleted_is_noticed(home: Path, name: str) -> None:
    release = releases.recorded()
    assert release is not None
    spoil(home / name)
    assert not releases.is_untouched(release)
    assert releases.damage(release) == {name: "altered"}
    (home / name).write_bytes(b"")
    assert not releases.is_untouched(release)
    assert releases.damage(release) == {name: "altered"}
    (home / name).unlink()
    assert not releases.is_untouched(release)
    assert releases.damage(release) == {name: "missing"}


def test_a_link_that_leads_elsewhere_or_nowhere_is_noticed(home: Path) -> None:
    release = releases.recorded()
    assert release is not None
    durable.stage_link(layout.parquet(), f"../builds/{NEW}/exports")
    os.replace(durable.staged(layout.parquet()), layout.parquet())
    assert not releases.is_untouched(release)
    assert releases.damage(release) == {"exports/parquet": "missing"}
    layout.parquet().unlink()
    assert not releases.is_untouched(release)
    assert releases.damage(release) == {"exports/parquet": "missing"}


def test_a_file_that_was_only_touched_is_as_good_as_before(home: Path) -> None:
    release = releases.recorded()
    assert release is not None
    os.utime(home / "minsheng.duckdb")
    assert not releases.is_untouched(release), "the content has to be read"
    assert releases.damage(release) == {}
    releases.renew_marks(release)
    fresh = releases.recorded()
    assert fresh is not None
    assert releases.is_untouched(fresh)


def test_a_file_put_there_by_hand_is_not_taken_for_what_was_published(home: Path) -> None:
    """A build that somebody moved there is recognised by its checksum; anything else is an altered file."""
    os.replace(layout.warehouse(NEW), home / "minsheng.duckdb")
    release = releases.current()
    assert release is not None
    assert release.build_id == OLD, "build NEW is no longer kept: nothing vouches for the file"
    assert releases.damage(release) == {"minsheng.duckdb": "altered"}


def test_a_kept_build_that_was_altered_is_not_published(home: Path) -> None:
    spoil(layout.warehouse(NEW))
    before = content(home)
    with pytest.raises(releases.Altered, match=rf"minsheng.duckdb of build {NEW} is not what it was"):
        releases.publish(NEW)
    assert content(home) == before, "and nothing is left behind"


def test_a_build_that_has_not_passed_is_not_published(home: Path) -> None:
    make_build("20300103T000000000000", passed=False)
    with pytest.raises(releases.Altered, match="did not pass"):
        releases.publish("20300103T000000000000")


def test_a_build_with_an_unwritten_log_is_not_sealed(home: Path) -> None:
    make_build("20300103T000000000000", passed=False)
    layout.log_beside(layout.warehouse("20300103T000000000000")).write_bytes(b"rows that are not in the file")
    with pytest.raises(RuntimeError, match="unwritten log"):
        releases.seal("20300103T000000000000", "fingerprint")


def test_a_reader_that_holds_the_old_file_goes_on_reading_it(home: Path) -> None:
    exports = layout.parquet().resolve()
    with duckdb.connect(str(home / "minsheng.duckdb"), read_only=True) as connection:
        releases.publish(NEW)
        assert connection.execute("select distinct build_id from facts").fetchall() == [(OLD,)]
    assert builds_in(home / "minsheng.duckdb") == {NEW}
    assert json.loads((exports / "datapackage.json").read_text())["name"] == OLD, "whoever followed the link once"
    assert json.loads((layout.parquet() / "datapackage.json").read_text())["name"] == NEW


READ = """
    import duckdb, select, sys
    while not select.select([sys.stdin], [], [], 0)[0]:
        with duckdb.connect(sys.argv[1], read_only=True) as connection:
            for _ in range(5):
                a, b = connection.execute("select min(build_id), max(build_id) from facts").fetchone()
                assert a == b, (a, b)
        print(a, flush=True)
"""


def test_readers_never_fail_and_never_see_two_builds_at_once(home: Path) -> None:
    readers = [run(READ, str(home / "minsheng.duckdb")) for _ in range(2)]
    for build_id in [NEW, OLD] * 10:
        releases.publish(build_id)
        for reader in readers:
            assert f"{build_id}\n" in iter(out_of(reader).readline, ""), reader.stderr and reader.stderr.read()
    for reader in readers:
        _, errors = reader.communicate(timeout=HANG)
        assert reader.returncode == 0, errors


def test_a_log_that_someone_left_does_not_meet_the_new_file(home: Path) -> None:
    (home / "minsheng.duckdb.wal").write_bytes(b"not a log of ours")
    release = releases.recorded()
    assert release is not None
    assert releases.damage(release) == {"minsheng.duckdb": "altered"}
    releases.publish(NEW)
    assert not (home / "minsheng.duckdb.wal").exists()
    assert builds_in(home / "minsheng.duckdb") == {NEW}


def test_published_exports_are_as_young_as_their_publication(home: Path) -> None:
    """DuckDB trusts what it has cached of a file older than ten seconds, so a rollback must not bring old times."""
    for path in (layout.folder(NEW) / "exports").iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    before = (home / "minsheng.duckdb").stat().st_mtime
    releases.publish(NEW)
    for path in layout.parquet().iterdir():
        assert path.stat().st_mtime >= int(before)


# Earlier versions


def test_exports_that_were_a_link_become_a_folder_and_keep_what_stood_in_them(home: Path) -> None:
    """Until now data/exports was a link into the build, and the atlas stood behind it."""
    durable.remove(home / "exports")
    (home / "exports").symlink_to(f"builds/{OLD}/exports")
    behind = layout.folder(OLD) / "exports"
    (behind / "atlas").mkdir()
    (behind / "atlas/index.html").write_text("the atlas")
    (behind / "minsheng.xlsx").write_bytes(b"the workbook")
    releases.publish(NEW)
    assert not (home / "exports").is_symlink()
    assert (home / "exports/atlas/index.html").read_text() == "the atlas"
    assert (home / "exports/minsheng.xlsx").read_bytes() == b"the workbook"
    assert sorted(path.name for path in behind.iterdir()) == ["datapackage.json"]
    assert json.loads((home / "exports/parquet/datapackage.json").read_text())["name"] == NEW


def test_a_folder_in_the_place_of_a_link_is_set_aside(home: Path) -> None:
    layout.parquet().unlink()
    layout.parquet().mkdir()
    (layout.parquet() / "mine.parquet").write_bytes(b"somebody's")
    releases.publish(NEW)
    assert json.loads((home / "exports/parquet/datapackage.json").read_text())["name"] == NEW
    (aside,) = (home / "exports").glob("parquet.before-*")
    assert (aside / "mine.parquet").read_bytes() == b"somebody's"


def test_two_names_trade_places_also_where_the_system_cannot_do_it_in_one_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n, has_exchange in enumerate((True, False)):
        one, other = tmp_path / f"one{n}", tmp_path / f"other{n}"
        one.mkdir()
        (one / "a").write_text("a")
        other.symlink_to("elsewhere")
        if not has_exchange:
            monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: object())
        durable.exchange(one, other)
        assert (other / "a").read_text() == "a"
        assert os.readlink(one) == "elsewhere"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one0", "one1", "other0", "other1"]


def test_a_file_is_copied_also_where_blocks_cannot_be_shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "source"
    source.write_bytes(bytes(range(256)) * 5000)
    for can_clone in (True, False):
        if not can_clone:
            monkeypatch.setattr(durable, "_CLONE", 0)
        durable.copy(source, tmp_path / "copy")
        assert (tmp_path / "copy").read_bytes() == source.read_bytes()
        assert not os.path.samefile(source, tmp_path / "copy")


def test_a_copy_that_finds_no_room_leaves_no_part_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(_: object, target: BinaryIO, *__: object) -> None:
        target.write(b"a part")
        raise OSError(28, "No space left on device")

    (tmp_path / "source").write_bytes(b"all of it")
    monkeypatch.setattr(durable, "_CLONE", 0)
    monkeypatch.setattr("shutil.copyfileobj", fill)
    with pytest.raises(OSError, match="No space left"):
        durable.copy(tmp_path / "source", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


# What is kept


def test_old_builds_are_pruned_and_the_published_one_stays(home: Path) -> None:
    for n in range(3, 9):
        make_build(f"2030010{n}T000000000000")
    releases.prune(2)
    assert layout.kept() == [OLD, "20300107T000000000000", "20300108T000000000000"]


def test_a_build_stays_as_long_as_its_exports_or_its_inputs_are_the_published_ones(home: Path) -> None:
    """A publication without exports leaves those of an earlier build in place."""
    make_build("20300103T000000000000", passed=False)
    durable.remove(layout.folder("20300103T000000000000") / "exports")
    releases.seal("20300103T000000000000", "fingerprint")
    (layout.folder(NEW) / "inputs").mkdir()
    layout.inputs().symlink_to(f"builds/{NEW}/inputs")
    releases.publish("20300103T000000000000")
    releases.prune(0)
    assert layout.kept() == [OLD, NEW, "20300103T000000000000"]
    assert (home / "exports/parquet/datapackage.json").exists()
    layout.inputs().unlink()
    releases.prune(0)
    assert layout.kept() == [OLD, "20300103T000000000000"]


def test_of_failed_builds_the_latest_stays_longest(home: Path) -> None:
    """Somebody who tries six times must still be able to go back."""
    for n in range(3, 9):
        make_build(f"2030010{n}T000000000000", passed=False)
    releases.prune(2)
    assert layout.kept() == [OLD, NEW, "20300108T000000000000"]


def test_identifiers_sort_in_the_order_of_builds_also_when_the_clock_goes_back() -> None:
    ahead = "29990101T235959999999"
    assert layout.next_build_id([OLD, ahead, "next", "../etc"]) == "29990102T000000000000"
    first = layout.next_build_id([])
    assert layout.next_build_id([first]) > first


# Who is building


HOLD = """
    import sys
    from minsheng.warehouse import lock
    with lock.hold():
        print("held", flush=True)
        sys.stdin.read()
"""


def test_a_second_one_learns_who_holds_the_lock(home: Path) -> None:
    holder = run(HOLD)
    assert out_of(holder).readline() == "held\n"
    with pytest.raises(lock.Locked, match=rf"process {holder.pid} on .* since 20\d\d-.*\nhint: .*--wait"), lock.hold():
        pass
    assert lock.is_held()
    holder.kill()
    holder.wait()
    with lock.hold():
        assert json.loads((home / ".lock").read_text())["pid"] == os.getpid(), "taken over from the dead"
    assert not lock.is_held()


def test_waiting_ends_when_the_lock_is_free(home: Path) -> None:
    holder = run(HOLD)
    assert out_of(holder).readline() == "held\n"
    owners = []

    def let_go(who: str) -> None:
        owners.append(who)
        assert holder.stdin
        holder.stdin.close()

    with lock.hold(wait=HANG, on_wait=let_go):
        assert holder.wait(timeout=HANG) == 0
    assert len(owners) == 1
    assert str(holder.pid) in owners[0]


def test_a_lock_file_left_by_a_dead_process_holds_nobody_up(home: Path) -> None:
    (home / ".lock").write_text('{"pid": 1, "host": "elsewhere", "since": "2030-01-01T00:00:00Z"}')
    with lock.hold():
        pass


# What was tried

ATTEMPT = {
    "build_id": OLD,
    "started_at": "2030-01-01T00:00:00Z",
    "status": "running",
    "fingerprint": "a",
    "code_version": "1",
}


def test_lines_that_are_no_attempts_are_left_out_of_the_journal(home: Path) -> None:
    lines = [
        "{}",
        "[]",
        "null",
        "not json",
        json.dumps({**ATTEMPT, "build_id": 1}),
        json.dumps({**ATTEMPT, "started_at": "yesterday"}),
        json.dumps({**ATTEMPT, "phase_seconds": ["dbt"]}),
        json.dumps({**ATTEMPT, "phase_seconds": {"dbt": "long"}}),
        json.dumps({**ATTEMPT, "message": {"a": 1}}),
        json.dumps(ATTEMPT),
        json.dumps(ATTEMPT)[:40],
    ]
    (home / "builds/attempts.jsonl").write_text("\n".join(lines), "utf-8")
    assert attempts.journal() == [ATTEMPT]
    attempts.append({**ATTEMPT, "status": "failed"})
    assert attempts.journal() == [{**ATTEMPT, "status": "failed"}], "behind a line that a crash cut short"
    (home / "builds/attempts.jsonl").write_bytes(b"\xff\xfe\n" + json.dumps(ATTEMPT).encode())
    assert attempts.journal() == [ATTEMPT]


def test_the_journal_is_in_the_order_of_its_lines(home: Path) -> None:
    for build_id in ("b", "a"):
        attempts.append({**ATTEMPT, "build_id": build_id})
    attempts.append({**ATTEMPT, "build_id": "b", "status": "published"})
    assert [(one["build_id"], one["status"]) for one in attempts.journal()] == [("b", "published"), ("a", "running")]


def test_inputs_have_failed_until_they_pass(home: Path) -> None:
    attempts.append({**ATTEMPT, "build_id": "1", "status": "failed", "message": "why"})
    failure = attempts.failure_of("a")
    assert failure
    assert failure["message"] == "why"
    assert attempts.failure_of("b") is None
    attempts.append({**ATTEMPT, "build_id": "2", "status": "error"})
    assert attempts.failure_of("a") is not None, "a full disk says nothing about the inputs"
    attempts.append({**ATTEMPT, "build_id": "3", "status": "published"})
    assert attempts.failure_of("a") is None


@pytest.mark.parametrize("text", ["", "{}", "[1]", "null", '{"at": 1, "status": 2, "message": 3}', "\x00"])
def test_a_spoilt_note_of_the_last_attempt_is_no_note(home: Path, text: str) -> None:
    (home / "last_attempt.json").write_text(text)
    assert attempts.last_outcome() is None


@pytest.mark.parametrize("text", ["", "{}", "[1]", "null", '{"build_id": "1", "files": {}}', '{"files": [1]}'])
def test_a_spoilt_record_is_no_record_and_the_build_is_still_known(home: Path, text: str) -> None:
    (home / "published.json").write_text(text)
    assert releases.recorded() is None
    release = releases.current()
    assert release is not None
    assert release.build_id == OLD
