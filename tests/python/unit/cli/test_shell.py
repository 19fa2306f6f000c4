"""DuckDB's own shell as the session."""

import importlib.util
import sys
from pathlib import Path

import pytest

from minsheng.cli import shell

SHELL = """#!/bin/sh
echo "$@" > "{told}"
for file; do :; done
readlink "$file" >> "{told}"
echo log > "$file.wal"
exit 7
"""


def test_duckdbs_own_shell_is_closed_and_leaves_nothing_beside_the_file(tmp_path: Path) -> None:
    warehouse = tmp_path / "data" / "minsheng.duckdb"
    warehouse.parent.mkdir()
    warehouse.touch()
    program, told = tmp_path / "duckdb", tmp_path / "told"
    program.write_text(SHELL.format(told=told))
    program.chmod(0o755)
    assert shell.run_native(program, warehouse) == 7
    arguments, target = told.read_text().splitlines()
    *options, link = arguments.split()
    assert options == ["-readonly", "-safe"]
    assert target == str(warehouse)
    assert not Path(link).parent.exists(), "the log went with it"
    assert [path.name for path in warehouse.parent.iterdir()] == ["minsheng.duckdb"]


def test_the_shell_is_what_is_named_else_what_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "duckdb_cli"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.delenv("MINSHENG_DUCKDB", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "duckdb_cli", raising=False)
    importlib.invalidate_caches()
    assert shell.native() is None, "it brings no program"
    (package / "duckdb").touch(mode=0o755)
    assert shell.native() == package / "duckdb"
    monkeypatch.setenv("MINSHENG_DUCKDB", "/usr/bin/duckdb")
    assert shell.native() == Path("/usr/bin/duckdb")
    monkeypatch.setenv("MINSHENG_DUCKDB", "")
    assert shell.native() is None
