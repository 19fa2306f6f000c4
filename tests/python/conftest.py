"""Fixtures of all tests: a scratch copy of the project, the documents."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import ROOT, copy_project
from minsheng import paths
from minsheng.inputs import contract

# A worker of pytest-xdist has a width of its own, which Rich would keep from its import on.
os.environ.pop("COLUMNS", None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what runs one after the other, so that the two processes end together."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the project to spoil; the package looks there while the test runs."""
    copy = tmp_path / "project"
    copy_project(copy)
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
