"""Fixtures of the tests that need a built warehouse."""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from helpers import HANG, ROOT, minsheng
from minsheng.warehouse import published

COSTLY = ("atlas", "dbt_by_hand", "exports", "layers", "national_plan", "sdmx", "workbook")
"""Files of tests whose fixture takes as long as all that they ask of it: one process makes it, once."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a costly fixture together."""
    for item in items:
        if (name := item.path.stem.removeprefix("test_")) in COSTLY:
            item.add_marker(pytest.mark.xdist_group(name))


@pytest.fixture(scope="session")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A warehouse built from the project by the command, nothing landed, and what the command printed.

    The processes of pytest share it: the first that asks builds it, the others wait.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "warehouse"
    folder.mkdir(exist_ok=True)
    path = folder / "minsheng.duckdb"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        printed = folder / "printed.json"
        if not printed.exists():
            result = _first_build(folder, path)
            printed.write_text(json.dumps([result.stdout, result.stderr]))
    out, error = json.loads(printed.read_text())
    return path, subprocess.CompletedProcess(["minsheng", "build"], 0, out, error)


def _first_build(folder: Path, path: Path) -> subprocess.CompletedProcess[str]:
    places = {"MINSHENG_PROJECT": ROOT, "MINSHENG_DATABASE": path, "MINSHENG_LANDING": folder / "landing"}
    places |= {"MINSHENG_STEPS": folder / "steps.duckdb"}
    (folder / "landing").mkdir()
    result = minsheng("build", **{name: str(place) for name, place in places.items()})
    assert result.returncode == 0, result.stdout + result.stderr
    return result


@pytest.fixture(scope="session")
def warehouse(first_build: tuple[Path, subprocess.CompletedProcess[str]]) -> Path:
    """A warehouse built from the project by the command."""
    return first_build[0]


@pytest.fixture(scope="module")
def all_models(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to that warehouse with the steps that led to it, which are not published."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse}' as minsheng (read_only); use minsheng")
        connection.execute(f"attach '{warehouse.with_name('steps.duckdb')}' as steps (read_only)")
        yield connection


@pytest.fixture
def bi_alone(warehouse: Path, tmp_path: Path) -> Path:
    """A copy of that warehouse to spoil: the views of bi as tables, history and gate, and no table behind them."""
    path = tmp_path / "bi" / "minsheng.duckdb"
    path.parent.mkdir()
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"attach '{warehouse}' as built (read_only)")
        tables = connection.sql(
            "select schema_name || '.' || table_name from duckdb_tables()"
            " where database_name = 'built' and (schema_name = 'meta' or table_name like 'ge\\_%' escape '\\')"
            " union all select 'bi.' || view_name from duckdb_views()"
            " where database_name = 'built' and schema_name = 'bi'"
        ).fetchall()
        connection.execute("create schema bi; create schema checks; create schema meta")
        for (table,) in tables:
            connection.execute(f"create table {table} as from built.{table}")
        described = connection.sql(
            "select table_name, column_name, comment from duckdb_columns()"
            " where database_name = 'built' and schema_name = 'bi'"
        ).fetchall()
        for table, column, comment in described:
            connection.execute(f"comment on column bi.{table}.{column} is '{comment.replace(chr(39), chr(39) * 2)}'")
    return path


@pytest.fixture
def connection(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to that warehouse, as the commands open it."""
    with published.connect(warehouse) as connection:
        yield connection


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; required in CI, else skipped with a reason."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        reason = "no chromium on the path; install it, on Debian with `apt-get install chromium fonts-noto-cjk`"
        if os.environ.get("CI"):
            pytest.fail(f"CI tests pages in a browser: {reason}")
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window that fails its test at the first error in the console or request that leaves the site."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(HANG * 1000 / 6)  # a button that never comes is not worth half an hour
    problems: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            problems.append(message.text)

    def look(request: Request) -> None:
        if urlsplit(request.url).scheme != "file" and urlsplit(request.url).hostname != "127.0.0.1":
            problems.append(f"asked for {request.url}")

    context.on("console", hear)
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on("requestfailed", lambda request: problems.append(f"failed: {request.url}"))
    context.on("request", look)
    yield context
    context.close()
    assert problems == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
