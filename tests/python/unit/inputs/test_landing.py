"""What lands is read or refused by its name, its place and its rows; nothing in the landing folder is passed over."""

import os
import re
from pathlib import Path

import duckdb
import polars as pl
import pytest

from helpers import CARERS, COLUMNS, ROOT, land, minsheng
from minsheng.inputs import check as inputs
from minsheng.inputs import contract, readers


@pytest.fixture
def landing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty landing folder of the project."""
    folder = tmp_path / "landing"
    folder.mkdir()
    monkeypatch.setenv("MINSHENG_PROJECT", str(ROOT))
    monkeypatch.setenv("MINSHENG_LANDING", str(folder))
    return folder


def violations(landing: Path) -> list[str]:
    return [str(violation).removeprefix(str(landing)) for violation in inputs.check().violations]


ROWS = [
    ({"value_role": "target"}, r"value_role: found 'target'; expected one of actual, baseline"),
    ({"period": "2025-13"}, r"period: found '2025-13'; expected the form"),
    ({"label": "a label that no plan has"}, r"label: found 'a label that no plan has' without an indicator"),
    ({"value_id": "wenling-2023@1640"}, r"value_id: found 'wenling-2023@1640'; expected a value used only once"),
    ({"plan_id": "../../etc/passwd"}, r"plan_id: found '../../etc/passwd'; expected a plan_id of"),
    ({"value_text": "25.6'; drop table fct_target; --"}, r"value_text: found \"25.6'; drop table"),
    ({"value_text": "=25.6+1"}, r"value_text: found '=25.6\+1'; expected a form of the value grammar"),
]


@pytest.mark.parametrize(("change", "message"), ROWS)
def test_landed_rows_are_checked_by_the_contract(landing: Path, change: dict[str, str], message: str) -> None:
    land("observations/a.csv", [{**CARERS, **change}], COLUMNS)
    (found,) = violations(landing)
    assert re.match(rf"/observations/a\.csv:2: {message}", found), found


def test_files_that_cannot_be_landed_are_refused_by_name(landing: Path) -> None:
    land("observations/a'; drop table x; --.csv", [CARERS], COLUMNS)
    land("observations/*.csv", [CARERS], COLUMNS)
    (landing / "observations/notes.docx").write_bytes(b"")
    (landing / "observations/deeper").mkdir()
    (landing / "observations/out.csv").symlink_to("/etc/hostname")
    (landing / "observations/nowhere.csv").symlink_to("no such file.csv")
    (landing / "observations/.hidden").write_bytes(b"is left alone")
    (landing / "observations/broken.parquet").write_bytes(b"PAR1 not really")
    land("reference/plains.csv", [], ["plan_id"])
    assert [found.split("; expected")[0] for found in violations(landing)] == [
        "/observations/*.csv:1: found a name with other signs",
        "/observations/a'; drop table x; --.csv:1: found a name with other signs",
        "/observations/broken.parquet:1: found a Parquet file that cannot be read"
        " (Parquet magic bytes not found in footer. Either the file is …)",
        "/observations/deeper:1: found a folder",
        "/observations/notes.docx:1: found another kind of file",
        "/observations/nowhere.csv:1: found no file",
        "/observations/out.csv:1: found a link that leads elsewhere",
        "/reference/plains.csv:1: found an unknown name (is plans meant?)",
    ]


def test_a_name_that_is_not_utf_8_is_one_violation(landing: Path) -> None:
    """As files come out of an archive packed on a Chinese Windows."""
    (landing / "observations").mkdir()
    name = os.fsencode(landing / "observations") + "/观测.csv".encode("gbk")
    Path(os.fsdecode(name)).write_text(",".join(COLUMNS) + "\n")
    (found,) = violations(landing)
    assert "found a name that is not UTF-8 ('观测.csv' in GBK); expected the file under another name" in found
    assert found.isprintable()
    assert found.startswith("/observations/\\xb9")
    done = minsheng("refresh", MINSHENG_DATABASE=str(landing.parent / "minsheng.duckdb"))
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith(f"{landing}/observations/\\xb9")
    assert "Traceback" not in done.stderr


def test_a_file_that_cannot_be_opened_is_one_violation(tmp_path: Path) -> None:
    form = readers.Form(tmp_path / "a.csv")
    assert list(readers.read(tmp_path, contract.plan_values(), form)) == []
    (found,) = form.violations()
    assert "found no way to read the file (Is a directory); expected a file that this user may read" in str(found)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "Observations/a.csv",
            "/Observations:1: found an unknown folder (is observations meant?); expected no folder but",
        ),
        (
            "observation/a.csv",
            "/observation:1: found an unknown folder (is observations meant?); expected no folder but",
        ),
        (
            "observations .csv",
            "/observations .csv:1: found a file beside the folders; expected every file in one of plans/,",
        ),
        (
            "a.csv",
            "/a.csv:1: found a file beside the folders; expected every file in one of plans/, records/, observations/,"
            " reference/",
        ),
        ("observations", "/observations:1: found a file in the place of a folder; expected a folder of files"),
    ],
)
def test_rows_do_not_vanish_behind_a_wrong_name_or_place(landing: Path, name: str, message: str) -> None:
    land(name, [CARERS], COLUMNS)
    (found,) = violations(landing)
    assert found.startswith(message)


def test_a_landing_folder_that_is_not_there_is_refused(landing: Path) -> None:
    landing.rmdir()
    (found,) = violations(landing)
    assert found == (
        ":1: found no such folder; expected the landing folder, holding plans/, records/, observations/, reference/:"
        " mount it or create it (mkdir)"
    )
    landing.write_text("")
    (found,) = violations(landing)
    assert found.startswith(":1: found a file; expected the landing folder")


def test_what_follows_from_a_misplaced_file_is_not_reported(landing: Path) -> None:
    land("observations/a.csv", [{**CARERS, "plan_id": "taizhou-2024", "value_id": "taizhou-2024@a"}], COLUMNS)
    land("refrence/plans.csv", [], ["plan_id"])
    (found,) = violations(landing)
    assert found.startswith("/refrence:1: found an unknown folder (is reference meant?)")


def test_a_suffix_may_be_in_capitals(landing: Path) -> None:
    land("observations/A.CSV", [CARERS], COLUMNS)
    assert violations(landing) == []
    land("observations/A.CSV", [{**CARERS, "period": "?"}], COLUMNS)
    assert violations(landing) != []


@pytest.mark.parametrize("kind", ["plans", "records", "observations"])
def test_the_templates_have_the_columns_of_the_contract_and_no_rows(kind: str) -> None:
    template = ROOT / "data/landing" / kind / "template.csv"
    described = contract.records() if kind == "records" else contract.plan_values()
    columns = [name for name in described.names if name not in described.optional]
    assert template.read_text("utf-8") == ",".join(columns) + "\n"


def test_parquet_is_as_good_as_csv(landing: Path) -> None:
    csv_file = land("observations/a.csv", [CARERS, {**CARERS, "value_id": "wenling-2023@b", "period": "?"}], COLUMNS)
    (from_csv,) = violations(landing)
    duckdb.sql(f"from read_csv('{csv_file}', all_varchar = true)").write_parquet(str(csv_file.with_suffix(".parquet")))
    csv_file.unlink()
    (from_parquet,) = violations(landing)
    assert from_parquet == from_csv.replace("a.csv:3", "a.parquet:2")


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
@pytest.mark.parametrize("optional", [{}, {"target_nature": "binding"}, {"yearly_growth_text": ">6.6%"}])
def test_a_file_may_leave_out_what_the_contract_calls_optional(
    tmp_path: Path, suffix: str, optional: dict[str, str]
) -> None:
    path = tmp_path / f"plan.{suffix}"
    pl.DataFrame([{**dict.fromkeys(COLUMNS, "x"), **optional}]).write_csv(tmp_path / "plan.csv")
    pl.read_csv(tmp_path / "plan.csv").write_parquet(tmp_path / "plan.parquet")
    rules = contract.plan_values()
    (table,) = readers.read(path, rules, form := readers.Form(path))
    assert not form
    (row,) = table.to_pylist()
    assert {name: row[name] for name in rules.optional} == dict.fromkeys(rules.optional) | optional


def test_a_misspelt_optional_column_is_no_column(landing: Path) -> None:
    land("observations/a.csv", [{**CARERS, "target_natur": ""}], [*COLUMNS, "target_natur"])
    (found,) = violations(landing)
    assert "it has 'target_natur' (target_nature?)" in found


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"target_nature": "约束性"}, r"target_nature: found '约束性'; expected one of binding, expected"),
        ({"yearly_growth_text": "很快"}, r"yearly_growth_text: found '很快'; expected a form of the value grammar"),
    ],
)
def test_optional_columns_are_checked_by_the_contract(landing: Path, change: dict[str, str], message: str) -> None:
    land("observations/a.csv", [{**CARERS, **change}], [*COLUMNS, *change])
    assert any(re.match(rf"/observations/a\.csv:2: {message}", found) for found in violations(landing))
