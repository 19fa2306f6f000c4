"""What a warehouse is built from, file by file."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from minsheng.cli.app import app
from minsheng.warehouse import fingerprint


@pytest.fixture
def landing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A landing folder of its own; nothing is published."""
    folder = tmp_path / "landing"
    (folder / "observations").mkdir(parents=True)
    monkeypatch.setenv("MINSHENG_LANDING", str(folder))
    monkeypatch.setenv("MINSHENG_DATABASE", str(tmp_path / "minsheng.duckdb"))
    return folder


def test_what_the_gate_expects_is_an_input(landing: Path) -> None:
    names = set(fingerprint.files())
    assert {
        "gx/great_expectations.yml",
        "gx/expectations/consistency.json",
        "gx/plugins/minsheng_expectations.py",
    } <= names


def test_a_file_whose_name_is_no_utf_8_is_an_input_like_others(landing: Path) -> None:
    """A zip file from Windows unpacks to names in GBK; the check refuses them, and until then they are reported."""
    before = fingerprint.digests()
    spelt = "观测.csv".encode("gbk")
    with open(os.fsencode(landing / "observations") + b"/" + spelt, "w") as file:
        file.write("value_id\n")
    now = fingerprint.digests()
    name = f"data/landing/observations/{spelt.decode('utf-8', 'backslashreplace')}"
    assert "\\xb9" in name
    assert set(now) - set(before) == {name}
    assert fingerprint.combined(now) != fingerprint.combined(before)
    changes = fingerprint.changes({known: (digest, b"") for known, digest in before.items()}, now)
    assert changes == [f"new: {name}"]
    json.dumps(changes, ensure_ascii=False).encode()
    assert CliRunner().invoke(app, ["status"]).exit_code == 2, "no warehouse, and no traceback"


def test_a_missing_landing_folder_is_an_empty_one_here(landing: Path) -> None:
    """The input check refuses it; what has changed is reported all the same."""
    (landing / "observations").rmdir()
    landing.rmdir()
    assert not any(name.startswith("data/landing") for name in fingerprint.digests())


def test_a_folder_that_cannot_be_read_is_not_taken_for_an_empty_one(
    landing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really = os.scandir

    def scan(path: str) -> Any:
        if str(path).endswith("observations"):
            raise PermissionError(13, "Permission denied", str(path))
        return really(path)

    monkeypatch.setattr(os, "scandir", scan)
    with pytest.raises(PermissionError):
        fingerprint.digests()
