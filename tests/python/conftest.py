"""Fixtures: a built warehouse, a scratch copy of the project, the documents."""

import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from minsheng import paths
from minsheng.inputs import contract
from minsheng.warehouse import published

# A worker of pytest-xdist has a width of its own, which Rich would keep from its import on.
os.environ.pop("COLUMNS", None)

ROOT = Path(__file__).parents[2]
PARTS = ("seeds", "models", "macros", "profiles", "tests/dbt", "dbt_project.yml")
HANG = 30 * 60
"""Seconds after which what a test waits for is taken to hang. Nothing else in the tests depends on the clock."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a build; begin with what runs one after the other, so that the two processes end together."""
    for item in items:
        if "first_build" in getattr(item, "fixturenames", ()):
            item.add_marker("integration")
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


def minsheng(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, in a process of its own."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("minsheng")), *args],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=HANG,
    )


def wait_until(condition: Callable[[], object]) -> None:
    """Wait for a condition, however long the machine takes."""
    give_up = time.monotonic() + HANG
    while not condition():
        assert time.monotonic() < give_up, "what the test waits for never came"
        time.sleep(0.02)


@pytest.fixture(scope="session")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A warehouse built from the project by the command, nothing landed, and what the command said.

    The processes of pytest share it: the first that asks builds it, the others wait.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "warehouse"
    folder.mkdir(exist_ok=True)
    path = folder / "minsheng.duckdb"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = folder / "said.json"
        if not said.exists():
            result = _first_build(folder, path)
            said.write_text(json.dumps([result.stdout, result.stderr]))
    out, error = json.loads(said.read_text())
    return path, subprocess.CompletedProcess(["minsheng", "build"], 0, out, error)


def _first_build(folder: Path, path: Path) -> subprocess.CompletedProcess[str]:
    places = {"MINSHENG_PROJECT": ROOT, "MINSHENG_DATABASE": path, "MINSHENG_LANDING": folder / "landing"}
    (folder / "landing").mkdir()
    result = minsheng("build", **{name: str(place) for name, place in places.items()})
    assert result.returncode == 0, result.stdout + result.stderr
    return result


@pytest.fixture(scope="session")
def warehouse(first_build: tuple[Path, subprocess.CompletedProcess[str]]) -> Path:
    """A warehouse built from the project by the command."""
    return first_build[0]


@pytest.fixture
def connection(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to that warehouse, as the commands open it."""
    with published.connect(warehouse) as connection:
        yield connection


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the project to spoil; the package looks there while the test runs."""
    copy = tmp_path / "project"
    for part in PARTS:
        source, target = ROOT / part, copy / part
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    (copy / "data/landing").mkdir(parents=True)
    monkeypatch.setenv("MINSHENG_PROJECT", str(copy))
    monkeypatch.setenv("MINSHENG_DATABASE", str(tmp_path / "data" / "minsheng.duckdb"))
    for cached in (paths.root, contract.plan_values):
        cached.cache_clear()
    yield copy
    for cached in (paths.root, contract.plan_values):
        cached.cache_clear()


@pytest.fixture
def sample(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The copy with the sample plan added by rows alone; the folder of its document."""
    import sample_plan

    folder = sample_plan.add(scratch)
    monkeypatch.setenv("MINSHENG_SOURCES", str(folder))
    return folder


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of the documents; required in CI, else skipped with a reason."""
    folder = Path(os.environ.get("MINSHENG_SOURCES", ROOT.parent / "shared" / "sources"))
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"CI needs the documents; there is no folder {folder}")
        pytest.skip(f"the documents are not here ({folder}); set MINSHENG_SOURCES to their folder")
    return folder


def run_snippet(written: Path, name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run the snippet of docs/exchange.md that reads data/exports/<name>; return what the page says it prints.

    Args:
        written: the export, which the snippet finds under that name.
        name: as the snippet has it.
        folder: empty; the snippet runs there.
        monkeypatch: changes the working folder.
    """
    exports = folder / "data" / "exports"
    exports.mkdir(parents=True)
    (exports / name).symlink_to(written)
    monkeypatch.chdir(folder)
    page = (ROOT / "docs" / "exchange.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", page, re.DOTALL)
    ((code, printed),) = [block for block in blocks if f"exports/{name}" in block[0]]
    exec(compile(code, "exchange.md", "exec"), {})
    return printed
