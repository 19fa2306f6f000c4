"""`minsheng read` and `waiting` as a stranger uses them."""

import csv
import hashlib
import io
import json
from pathlib import Path

import pytest

import documents_in_formats as plan
from helpers import PLAN, edit
from reading_commands import run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of documents, with the invented plan in every format beside it."""
    (tmp_path / "sources").mkdir()
    monkeypatch.setenv("MINSHENG_SOURCES", str(tmp_path / "sources"))
    plan.write_all(tmp_path)
    return tmp_path


def test_a_document_becomes_text_map_and_row(folder: Path) -> None:
    result = run("read", str(folder / "plan.docx"), "--plan", "yunxi-2024")
    assert result.exit_code == 0, result.output
    text = (folder / "sources/yunxi-2024.txt").read_bytes()
    document_map = json.loads((folder / "sources/yunxi-2024.map.json").read_text("utf-8"))
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert row["source_sha256"] == document_map["text_sha256"] == hashlib.sha256(text).hexdigest()
    assert row["source_characters"] == str(len(text.decode())) == str(document_map["text_characters"])
    assert (row["title_zh"], row["first_year"], row["last_year"]) == (plan.TITLE, "2024", "2026")
    assert row["issuer"] == row["issued_on"] == row["region_code"] == row["status"] == ""
    assert "7 paragraphs, 1 table" in result.stderr


def test_another_text_is_not_replaced_unasked(folder: Path) -> None:
    assert run("read", str(folder / "plan.docx"), "--plan", "yunxi-2024").exit_code == 0
    assert run("read", str(folder / "plan.pdf"), "--plan", "yunxi-2024").exit_code == 0
    other = folder / "other.txt"
    other.write_text("另一份", "utf-8")
    result = run("read", str(other), "--plan", "yunxi-2024")
    assert result.exit_code == 2
    assert "already there" in result.stderr
    assert (folder / "sources/yunxi-2024.txt").read_text("utf-8").startswith(plan.TITLE)
    assert run("read", str(other), "--plan", "yunxi-2024", "--overwrite").exit_code == 0
    assert (folder / "sources/yunxi-2024.txt").read_text("utf-8") == "另一份"


@pytest.mark.parametrize(
    ("name", "plan_id", "says"),
    [
        ("absent.docx", "yunxi-2024", "cannot be opened: no such file"),
        ("plan.docx", "../yunxi", "expected small letters"),
        ("odd.bin", "yunxi-2024", "of no kind that can be read"),
    ],
)
def test_what_cannot_be_read_is_reported_in_one_line(folder: Path, name: str, plan_id: str, says: str) -> None:
    (folder / "odd.bin").write_bytes(b"\x00\x01")
    result = run("read", str(folder / name), "--plan", plan_id)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert says in result.stderr
    assert not list((folder / "sources").iterdir())


def test_what_waits_for_a_match_is_listed_with_what_it_may_mean(scratch: Path) -> None:
    def rename(rows: list[dict[str, str]]) -> None:
        for row in rows:
            if row["label"] == "每万老年人口拥有持证养老护理员数":
                row.update(label="每万名老年人口持证养老护理员数")

    edit(scratch / PLAN, rename)
    result = run("waiting", "--format", "csv")
    assert result.exit_code == 0, result.output
    first, *others = csv.DictReader(io.StringIO(result.stdout))
    assert (first["plan_id"], first["label"]) == ("wenling-2023", "每万名老年人口持证养老护理员数")
    assert (first["rank"], first["indicator_code"]) == ("1", "elder_certified_carers_per_10000")
    assert first["unit_fits"] == "true"
    assert [row["rank"] for row in others] == ["2", "3"]
    assert "1 label not compared yet" in run("waiting", "--plan", "wenling-2023").stderr
    assert run("waiting", "--plan", "wenzhou-2018").stderr == "0 labels not compared yet\n"
