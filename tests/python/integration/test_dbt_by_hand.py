"""dbt run by hand builds beside the published warehouse, whoever runs it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from helpers import HANG, PARTS, ROOT
from minsheng import durable


@pytest.fixture
def clone(warehouse: Path, tmp_path: Path) -> Path:
    """A copy of the project as after `make build`: with the published warehouse and its builds in data/."""
    copy = tmp_path / "o'brien's clone"
    for part in (*PARTS, "profiles.yml"):
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


def dbt(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MINSHENG_", "DBT_"))}
    command = [str(Path(sys.executable).with_name("dbt")), *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=HANG)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def test_dbt_by_hand_leaves_alone_what_is_published_and_kept(clone: Path) -> None:
    assert os.readlink(clone / "profiles.yml") == "profiles/profiles.yml"
    before = {path: durable.sha256(path) for path in (clone / "data").rglob("*") if path.is_file()}
    assert sum(path.name == "minsheng.duckdb" for path in before) == 2, "published and kept"
    built = dbt(clone, "build").stdout
    assert int(re.findall(r"(\d+) unit tests", built)[0]) > 30, "they pass: they test the SQL, not the data"
    dbt(clone, "test", "--select", "dim_plan")
    assert "wenzhou-2021" in dbt(clone, "show", "--select", "dim_plan").stdout
    dbt(clone, "docs", "generate")
    after = {path: durable.sha256(path) for path in (clone / "data").rglob("*") if path.is_file()}
    assert {path.name for path in after.keys() - before.keys()} == {"dev.duckdb", "dev.duckdb.steps"}
    assert {path: after[path] for path in before} == before
    counts = []
    for name in ("dev.duckdb", "minsheng.duckdb"):
        with duckdb.connect(str(clone / "data" / name), read_only=True) as connection:
            counts.append(connection.sql("select count(*) from fct_plan_value").fetchone())
    assert counts[0] == counts[1], "of the same rows"
