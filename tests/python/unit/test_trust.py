"""What docs/trust.md promises of the project itself, where no other file tests it."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import duckdb
import pytest

from helpers import ROOT

Config = dict[str, str | bool | int | float | list[str]]
TESTS = sorted((ROOT / "tests" / "python").rglob("test_*.py"))
OTHERS = [path for path in TESTS if path != Path(__file__)]


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_test_waits_for_the_clock(path: Path) -> None:
    """A busy machine is slow, not wrong: HANG and wait_until in helpers.py are the only limits."""
    assert re.findall(r".*(?:timeout=\d|\bsleep\(|perf_counter|monotonic).*", path.read_text("utf-8")) == []


def promises() -> list[tuple[str, list[str]]]:
    """Each sentence of the lists and each row with an exit code, and the tests that it names."""
    page = (ROOT / "docs/trust.md").read_text("utf-8")
    promises = re.findall(r"^- (.*(?:\n  .*)*)|^(\| \d+ \|.*)", page, re.MULTILINE)
    return [(item or row, re.findall(r"`(test_\w+\.py::\w+)`", item or row)) for item, row in promises]


def test_every_promise_names_its_test() -> None:
    assert len(promises()) > 20
    for sentence, tests in promises():
        assert tests, sentence
        for file, _, name in (test.partition("::") for test in tests):
            texts = [path.read_text("utf-8") for path in TESTS if path.name == file]
            assert any(re.search(rf"^def {name}\(", text, re.MULTILINE) for text in texts), f"{file}::{name}"


@pytest.fixture
def published() -> Iterator[Path]:
    """A published file as a release leaves it, in a folder into which every user may look."""
    folder = Path(mkdtemp())
    path = folder / "minsheng.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table dim_plan as select 'wenzhou-2018' as plan_id")
    folder.chmod(0o755)
    path.chmod(0o444)
    yield path
    shutil.rmtree(folder)


CLOSED: Config = {"enable_external_access": "false", "lock_configuration": "true"}
OVERWRITE = "copy (select 1) to '{path}' (use_tmp_file false)"


def test_a_client_of_its_own_reaches_what_its_user_may(published: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("other")
    with duckdb.connect(str(published), read_only=True) as client:
        assert client.execute(f"select content from read_text('{tmp_path}/other.txt')").fetchone() == ("other",)
        client.execute(f"copy (select 1) to '{tmp_path}/written.csv'")
    assert (tmp_path / "written.csv").exists()


def test_a_closed_client_reaches_no_other_file(published: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(published), read_only=True, config=CLOSED) as client:
        for sql in (f"from glob('{tmp_path}/*')", f"copy (select 1) to '{tmp_path}/x.csv'", f"attach '{tmp_path}/x'"):
            with pytest.raises(duckdb.PermissionException):
                client.execute(sql)
    assert not list(tmp_path.iterdir())


def test_a_closed_client_may_still_write_the_file_that_it_opened(published: Path) -> None:
    """If a later DuckDB closes this door as well, docs/trust.md may promise more."""
    published.chmod(0o644)
    with duckdb.connect(str(published), read_only=True, config=CLOSED) as client:
        client.execute(OVERWRITE.format(path=published))
    assert published.read_bytes() == b"1\n1\n"


@contextmanager
def as_another_user(path: Path) -> Iterator[None]:
    """Work as a user who may read a file but write neither it nor its folder."""
    path.parent.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        path.parent.chmod(0o755)


@pytest.mark.parametrize("config", [{}, CLOSED], ids=["open", "closed"])
def test_who_may_not_write_the_file_cannot_change_it_with_any_client(published: Path, config: Config) -> None:
    before = published.read_bytes()
    with as_another_user(published):
        with duckdb.connect(str(published), read_only=True, config=config) as client:
            assert client.execute("from dim_plan").fetchall() == [("wenzhou-2018",)]
            for target in (published, f"{published}.wal"):
                for sql in (f"copy (select 1) to '{target}'", OVERWRITE.format(path=target)):
                    with pytest.raises((duckdb.IOException, duckdb.PermissionException)):
                        client.execute(sql)
        with pytest.raises(duckdb.IOException):
            duckdb.connect(str(published))
    assert published.read_bytes() == before
    assert list(published.parent.iterdir()) == [published]
