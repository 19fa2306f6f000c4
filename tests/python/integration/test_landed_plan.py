"""A plan that has landed is verified, shown and captured like one of seeds/."""

import os
from pathlib import Path

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner

from helpers import edit
from minsheng.cli.app import app
from minsheng.documents import verify
from minsheng.inputs import captured
from minsheng.inputs import check as inputs
from sample_plan import CSV, PLAN, SAMPLE, own_document


@pytest.fixture
def landed(sample: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample plan moved from seeds/ into the landing folder, its values in two files; that folder."""
    folder = scratch.parent / "landing"
    monkeypatch.setenv("MINSHENG_LANDING", str(folder))
    for kind in ("plans", "reference", "observations"):
        (folder / kind).mkdir(parents=True)
    rows = pl.read_csv(scratch / CSV, infer_schema=False)
    rows[:5].write_csv(folder / "plans/first.csv")
    rows[5:].write_parquet(folder / "plans/rest.parquet")
    (scratch / CSV).unlink()
    for kind in ("plans", "exclusions", "organization_names", "indicator_matches"):
        path = scratch / f"seeds/reference/{kind}.csv"
        of_plan = pl.read_csv(path, infer_schema=False).filter(pl.col("plan_id") == PLAN)
        of_plan.write_csv(folder / f"reference/{kind}.csv")
        edit(path, lambda rows: rows.__setitem__(slice(None), [row for row in rows if row["plan_id"] != PLAN]))
    return folder


def test_a_landed_plan_is_verified_like_any_other(landed: Path, sample: Path) -> None:
    assert inputs.check().violations == []
    verified = CliRunner().invoke(app, ["verify", "--plan", PLAN])
    assert verified.exit_code == 0, verified.stderr
    assert "100.0%" in verified.stdout
    edit(landed / "plans/first.csv", lambda rows: rows[4].update(value_text="53家"))
    edit(landed / "reference/exclusions.csv", lambda rows: rows.pop())
    (result,) = verify.verify([own_document(sample)])
    in_values, in_ledger = map(str, result.violations)
    assert in_values.startswith(f"{landed}/plans/first.csv:6: value_text: found '35家' at ")
    assert "a number neither captured nor excluded" in in_ledger


def test_a_landed_plan_is_captured_and_its_uncovered_numbers_are_listed(landed: Path) -> None:
    captured_anew = CliRunner().invoke(app, ["capture", str(SAMPLE / "draft.csv"), "--plan", PLAN])
    assert captured_anew.exit_code == 0, captured_anew.stderr
    assert captured_anew.stdout.count(f"\n{PLAN}@") == 25
    edit(landed / "plans/first.csv", lambda rows: rows.pop(4))
    result = CliRunner().invoke(app, ["uncovered", "--plan", PLAN], env={"COLUMNS": "200"})
    assert "1 number uncovered" in result.stderr


def test_a_landed_value_is_shown_in_its_document_and_an_observation_without_one(landed: Path, scratch: Path) -> None:
    warehouse = Path(os.environ["MINSHENG_DATABASE"])
    warehouse.parent.mkdir(exist_ok=True)
    value_id = captured.rows("plan_values", PLAN)["value_id"][4]
    start = int(value_id.split("@")[1])
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "create table dim_plan (plan_id varchar); create schema bi;"
            " create table bi.plan_value (value_id varchar, plan_id varchar, section varchar, value_text varchar,"
            " char_start integer, origin varchar, source_id varchar);"
            " create table bi.plan (plan_id varchar, source_file varchar, source_sha256 varchar)"
        )
        connection.execute("insert into bi.plan values (?, 'sample.txt', '')", [PLAN])
        connection.execute(
            "insert into bi.plan_value values (?, ?, '二(一)1', '35家', ?, 'plan', null)", [value_id, PLAN, start]
        )
        connection.execute(
            "insert into bi.plan_value values (?, ?, '2022年6月统计月报', '61%', 7, 'observation', null)",
            [f"{PLAN}@m6", PLAN],
        )
    shown = CliRunner().invoke(app, ["show", value_id], env={"COLUMNS": "120"})
    assert shown.exit_code == 0, shown.stderr
    assert "sample.txt, line 7, section 二(一)1" in shown.stdout
    observed = CliRunner().invoke(app, ["show", f"{PLAN}@m6"], env={"COLUMNS": "120"})
    assert observed.exit_code == 0, observed.stderr
    assert "recorded in 2022年6月统计月报, at 7; an observation has no document to show" in observed.stdout
    assert "61%" in observed.stdout
