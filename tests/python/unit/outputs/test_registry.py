"""Outputs that need packages of their own."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from minsheng.outputs.registry import OUTPUTS
from minsheng.warehouse import derived

PACKAGES = {"atlas": "altair", "sdmx": "pysdmx", "xlsx": "xlsxwriter"}


def test_what_one_output_needs_is_imported_by_it_alone() -> None:
    code = "import sys, minsheng.cli.app, minsheng.outputs.registry; print(*sys.modules)"
    imported = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not set(imported) & {*PACKAGES.values(), "vl_convert", "great_expectations", "dbt"}
    assert {name: output.extra for name, output in OUTPUTS.items() if output.extra} == {name: name for name in PACKAGES}


def test_a_package_that_is_missing_is_named_with_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with duckdb.connect() as connection, pytest.raises(derived.NotInstalled) as error:
        derived.write(OUTPUTS["xlsx"], connection, tmp_path / "minsheng.xlsx")
    assert str(error.value).splitlines() == [
        "xlsx needs a package that is not installed: xlsxwriter",
        "hint: pip install 'minsheng[xlsx]'",
    ]
