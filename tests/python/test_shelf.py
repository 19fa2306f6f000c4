"""Publication: whatever happens in between, the published file is the old warehouse or the new one, whole."""

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from conftest import HANG
from minsheng import shelf

OLD, NEW = "20300101T000000000000", "20300102T000000000000"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with two small builds, the older one published."""
    monkeypatch.setenv("MINSHENG_DATABASE", str(tmp_path / "minsheng.duckdb"))
    for build_id in (OLD, NEW):
        make_build(build_id)
    shelf.publish(OLD)
    return tmp_path


def make_build(build_id: str) -> None:
    """A warehouse whose every row names its build, with exports that do too."""
    folder = shelf.builds() / build_id
    (folder / "exports").mkdir(parents=True)
    (folder / "exports/datapackage.json").write_text(json.dumps({"name": build_id}))
    with duckdb.connect(str(folder / "minsheng.duckdb")) as connection:
        connection.execute(f"create table facts as select '{build_id}' as build_id from range(20000)")
        connection.execute(f"create table marts as select '{build_id}' as build_id from range(20000)")


def builds_in(path: Path) -> set[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return {row[0] for row in connection.execute("from facts union from marts").fetchall()}


def run(code: str, *args: str, **kwargs: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *args], stdout=subprocess.PIPE, text=True, **kwargs
    )


CRASH = """
    import os, sys
    from minsheng import shelf
    left = int(sys.argv[1])

    def die(event, args):
        global left
        if event in ("os.rename", "os.link", "os.remove", "os.symlink", "os.chmod", "open", "os.truncate"):
            left -= 1
            if left < 0:
                os.kill(os.getpid(), 9)

    sys.addaudithook(die)
    shelf.publish(sys.argv[2])
    shelf.mark_published(sys.argv[2], "fingerprint")
"""


def test_a_crash_at_any_step_of_a_publication_leaves_one_whole_warehouse(home: Path) -> None:
    states = []
    for step in range(100):
        published = home / "minsheng.duckdb"
        (home / "minsheng.duckdb.wal").write_bytes(b"left by another")
        child = run(CRASH, str(step), NEW)
        child.communicate(timeout=HANG)
        if child.returncode == 0:
            break
        if (home / "minsheng.duckdb.wal").exists():  # a reader would fail on it; the crash came before anything else
            (home / "minsheng.duckdb.wal").unlink()
            assert builds_in(published) == {OLD}
        found = builds_in(published)
        assert len(found) == 1
        assert published.stat().st_mode & 0o222 == 0
        assert (home / "exports/datapackage.json").exists()
        if found == {NEW}:
            assert shelf.published() is None or shelf.published()["build_id"] == NEW
        states.append(found.pop())
        shelf.publish(OLD)
    assert child.returncode == 0
    assert builds_in(published) == {NEW}
    assert set(states) == {OLD, NEW}, "crashes on both sides of the replacement"
    assert states == sorted(states), "once it is the new one it stays so"
    assert len(states) >= 10


READ = """
    import duckdb, select, sys
    while not select.select([sys.stdin], [], [], 0)[0]:
        with duckdb.connect(sys.argv[1], read_only=True) as connection:
            for _ in range(5):
                a, b = (connection.execute(f"select min(build_id), max(build_id) from {t}").fetchone()
                        for t in ("facts", "marts"))
                assert a == b and a[0] == a[1], (a, b)
        print(a[0], flush=True)
"""


def test_readers_never_fail_and_never_see_two_builds_at_once(home: Path) -> None:
    pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
    readers = [run(READ, str(home / "minsheng.duckdb"), **pipes) for _ in range(2)]
    for build_id in [NEW, OLD] * 10:
        shelf.publish(build_id)
        for reader in readers:
            assert f"{build_id}\n" in iter(reader.stdout.readline, ""), reader.stderr.read()
    for reader in readers:
        _, errors = reader.communicate(timeout=HANG)
        assert reader.returncode == 0, errors


def test_a_reader_that_holds_the_old_file_goes_on_reading_it(home: Path) -> None:
    with duckdb.connect(str(home / "minsheng.duckdb"), read_only=True) as connection:
        shelf.publish(NEW)
        assert connection.execute("select distinct build_id from marts").fetchall() == [(OLD,)]
    assert builds_in(home / "minsheng.duckdb") == {NEW}


def test_a_log_that_someone_left_does_not_meet_the_new_file(home: Path) -> None:
    (home / "minsheng.duckdb.wal").write_bytes(b"not a log of ours")
    shelf.publish(NEW)
    assert not (home / "minsheng.duckdb.wal").exists()
    assert builds_in(home / "minsheng.duckdb") == {NEW}


def test_a_build_with_an_unwritten_log_is_not_published(home: Path) -> None:
    (shelf.builds() / NEW / "minsheng.duckdb.wal").write_bytes(b"rows that are not in the file")
    with pytest.raises(RuntimeError, match="unwritten log"):
        shelf.publish(NEW)
    assert builds_in(home / "minsheng.duckdb") == {OLD}


HOLD = """
    import sys
    from minsheng import shelf
    with shelf.lock():
        print("held", flush=True)
        sys.stdin.read()
"""


def test_a_second_one_is_told_who_holds_the_lock(home: Path) -> None:
    holder = run(HOLD, stdin=subprocess.PIPE)
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(shelf.Locked, match=rf"process {holder.pid} on .* since 20\d\d-.*--wait"), shelf.lock():
        pass
    assert shelf.is_locked()
    holder.kill()
    holder.wait()
    with shelf.lock():
        assert json.loads((home / ".lock").read_text())["pid"] == os.getpid(), "taken over from the dead"
    assert not shelf.is_locked()


def test_waiting_ends_when_the_lock_is_free(home: Path) -> None:
    holder = run(HOLD, stdin=subprocess.PIPE)
    assert holder.stdout.readline() == "held\n"
    told = []

    def let_go(who: str) -> None:
        told.append(who)
        holder.stdin.close()

    with shelf.lock(wait=HANG, waiting=let_go):
        assert holder.wait(timeout=HANG) == 0
    assert len(told) == 1
    assert str(holder.pid) in told[0]


def test_a_lock_file_left_by_a_dead_process_holds_nobody_up(home: Path) -> None:
    (home / ".lock").write_text('{"pid": 1, "host": "elsewhere", "since": "2030-01-01T00:00:00Z"}')
    with shelf.lock():
        pass


def test_old_builds_are_pruned_and_the_published_one_stays(home: Path) -> None:
    for n in range(3, 9):
        make_build(f"2030010{n}T000000000000")
    shelf.prune(2, OLD)
    assert shelf.kept() == [OLD, "20300107T000000000000", "20300108T000000000000"]


def test_published_json_is_believed_only_of_the_file_that_it_describes(home: Path) -> None:
    shelf.mark_published(OLD, "fingerprint")
    assert shelf.published()["build_id"] == OLD
    shelf.publish(NEW)
    assert shelf.published() is None
