"""`minsheng query` in its formats, and its messages."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner, Result

from minsheng.cli.app import app

Run = Callable[..., Result]

SQL = (
    "select value_text, value from fct_plan_value where plan_id = 'wenzhou-2018' and section = '附件1'"
    " order by char_start limit 2"
)


@pytest.fixture
def run(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    return lambda *args, **kwargs: CliRunner().invoke(app, ["query", *args], **kwargs)


def test_a_table_shows_numbers_without_trailing_zeros(run: Run) -> None:
    result = run(SQL)
    assert result.exit_code == 0
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["value_text", "value"],
        ["≥96%", "96"],
        ["≥95%", "95"],
    ]


def test_csv_and_json_and_parquet_hold_the_same_rows(run: Run, tmp_path: Path) -> None:
    files = {form: tmp_path / f"rows.{form}" for form in ("csv", "json", "parquet")}
    for form, path in files.items():
        assert run(SQL, "--format", form, "--output", str(path)).exit_code == 0
    texts = ["≥96%", "≥95%"]
    assert [row["value_text"] for row in csv.DictReader(io.StringIO(files["csv"].read_text("utf-8")))] == texts
    assert [row["value_text"] for row in json.loads(files["json"].read_text("utf-8"))] == texts
    assert pl.read_parquet(files["parquet"])["value_text"].to_list() == texts


KINDS = (
    "select 1.50::decimal(24, 6) as money, 2::decimal(4, 2) as share, null::decimal(24, 6) as unknown, '' as empty,"
    " null::varchar as nothing, date '2024-02-29' as day, timestamp '2024-02-29 12:00:00' as moment, true as yes,"
    " 0.1::double as ratio, 1e300 as much, sum(9223372036854775807::bigint) over () as total, 5::tinyint as small,"
    " [1, null, 3] as list, {'a': 1, 'b': 'x'} as record, map {'k': 2} as counts, '=1+1' as formula,"
    " uuid '6f5902ac-237a-11e0-8b6e-0800200c9a66' as id, 'a,\"b\"' || chr(10) || 'c' as quoted"
    " from range(3)"
)


def test_files_are_what_duckdb_itself_writes(run: Run, warehouse: Path, tmp_path: Path) -> None:
    """The connection to the warehouse can write no file; what another one writes for it is the same to the byte.

    In CSV and JSON decimals lose the zeros behind them.
    """
    files = {form: tmp_path / f"rows.{form}" for form in ("csv", "json", "parquet")}
    for form, path in files.items():
        assert run(KINDS, "--format", form, "--output", str(path)).exit_code == 0
    plain = KINDS.replace("1.50::decimal(24, 6)", "'1.5'").replace("2::decimal(4, 2)", "'2'")
    with duckdb.connect() as direct:
        direct.sql(plain).write_csv(str(tmp_path / "direct.csv"))
        direct.sql(KINDS).write_parquet(str(tmp_path / "direct.parquet"), compression="zstd")
        assert files["json"].read_text("utf-8") == direct.sql(plain).pl().write_json()
    assert files["csv"].read_bytes() == (tmp_path / "direct.csv").read_bytes()
    assert files["parquet"].read_bytes() == (tmp_path / "direct.parquet").read_bytes()


def test_a_file_of_many_rows_keeps_their_order(run: Run, tmp_path: Path) -> None:
    assert run("select range as n from range(300_000)", "--output", str(tmp_path / "rows.csv")).exit_code == 0
    assert (tmp_path / "rows.csv").read_text().split() == ["n", *map(str, range(300_000))]


def test_what_json_has_no_form_for_is_text(run: Run) -> None:
    sql = (
        "select '\\x01a'::blob as bytes, ['\\x02'::blob] as list, interval 3 day as wait, 1.50::decimal(4, 2) as money"
    )
    rows = json.loads(run(sql, "--format", "json").stdout)
    assert rows == [{"bytes": "\\x01a", "list": "[\\x02]", "wait": "3 days", "money": "1.5"}]


def test_a_date_that_json_cannot_hold_is_answered_with_a_message(run: Run) -> None:
    result = run("select date 'infinity' as day", "--format", "json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("\nhint: choose csv or parquet\n")


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_a_file_that_cannot_be_written_is_answered_with_one_message(run: Run, form: str, tmp_path: Path) -> None:
    result = run("select 1 as a", "--format", form, "--output", str(tmp_path / "no folder" / "rows"))
    assert result.exit_code == 4
    assert "No such file or directory" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_no_output_takes_the_place_of_the_warehouse(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = tmp_path / "data" / "minsheng.duckdb"
    kept = tmp_path / "data" / "builds" / "20300101T000000000000" / "minsheng.duckdb"
    kept.parent.mkdir(parents=True)
    for path in (published, kept):
        path.write_bytes(warehouse.read_bytes())
    link = tmp_path / "link"
    link.symlink_to(published)
    monkeypatch.setenv("MINSHENG_DATABASE", str(published))
    monkeypatch.chdir(published.parent)
    writing = (["query", "select 1"], ["export", "--xlsx"], ["export", "--sdmx"], ["report"], ["docs"], ["atlas"])
    for target in (published, "minsheng.duckdb", f"{published}.wal", link, kept):
        for command in writing:
            result = CliRunner().invoke(app, [*command, "--output", str(target)])
            assert result.exit_code == 2, target
            if command != ["atlas"] or not Path(target).exists():  # where an atlas is to stand must be no file
                assert "belongs to the published warehouse or to a kept build" in result.stderr
    assert {path.read_bytes() for path in (published, kept)} == {warehouse.read_bytes()}
    assert not Path(f"{published}.wal").exists()


def test_a_plan_is_printed_as_lines(run: Run) -> None:
    assert "│         PROJECTION        │" in run("explain select 1").stdout.splitlines()


def test_sql_may_come_from_standard_input(run: Run) -> None:
    assert "96" in run("-", input=SQL).stdout


@pytest.mark.parametrize("sql", ["select nothing from nowhere", "drop table fct_target", "delete from dim_plan"])
def test_wrong_sql_and_writing_are_refused_with_a_message(run: Run, sql: str) -> None:
    result = run(sql)
    assert result.exit_code == 2
    assert result.stderr.startswith("minsheng: ")
    assert "Traceback" not in result.stderr


def test_describe_lists_marts_and_explains_columns(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    monkeypatch.setenv("COLUMNS", "200")
    marts = CliRunner().invoke(app, ["describe"]).stdout
    assert "fct_plan_value" in marts
    assert "One row per published value, of a plan or recorded elsewhere" in marts
    columns = CliRunner().invoke(app, ["describe", "fct_plan_value"]).stdout
    assert "varchar" in columns
    assert "The exact characters of the document" in columns
    unknown = CliRunner().invoke(app, ["describe", "fct_nothing"])
    assert unknown.exit_code == 2
    assert "there is no table fct_nothing" in unknown.stderr


def test_who_reads_may_stop_reading(warehouse: Path) -> None:
    command = f"{sys.executable} -m minsheng query 'from range(100000)' | head -1"
    result = subprocess.run(
        command, shell=True, capture_output=True, text=True, env=os.environ | {"MINSHENG_DATABASE": str(warehouse)}
    )
    assert (result.stdout, result.stderr) == ("range\n", "")
