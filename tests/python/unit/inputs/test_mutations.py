"""Files as they go wrong in an office: none ends the check, none is wrongly accepted, no sound one is refused.

Some seven hundred here, on one seed of chance; thousands in `make soak`.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import damage
import mutations
from helpers import ROOT
from minsheng.inputs import contract, readers


@pytest.mark.parametrize("kind", list(damage.RENEWED))
def test_no_damaged_file_ends_the_check_passes_it_or_floods_it(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINSHENG_PROJECT", str(ROOT))
    monkeypatch.setenv("MINSHENG_LANDING", str(tmp_path / "landing"))
    assert damage.failures(kind, damage.cases(kind, seed=2023), tmp_path) == []


def test_where_a_file_is_cut_into_blocks_makes_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small blocks end between CR and LF, in quotes and in characters."""
    monkeypatch.setenv("MINSHENG_PROJECT", str(ROOT))
    monkeypatch.setenv("MINSHENG_LANDING", str(tmp_path / "landing"))
    monkeypatch.setattr("minsheng.inputs.readers.BLOCK", 701)
    own = damage.source("plan_values", 701)
    tried = [*mutations.of_form(own), *mutations.of_values(own, damage.NOTES, str)]
    assert damage.failures("plan_values", [case for case in tried if len(case.content) < 10**6], tmp_path) == []


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_block_may_end_at_every_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str) -> None:
    own = damage.source("plan_values", 0)
    rows = own.rows(3)
    rows[0]["note"] = f'one, "two"{end}three'
    path = tmp_path / "a.csv"
    path.write_bytes(own.text(rows, lineterminator=end).encode())
    for block in range(250, path.stat().st_size):
        monkeypatch.setattr("minsheng.inputs.readers.BLOCK", block)
        form = readers.Form(path)
        read = [row for table in readers.read(path, contract.plan_values(), form) for row in table.to_pylist()]
        assert form.violations() == []
        assert [{column: row[column] or "" for column in own.columns} for row in read] == rows
        assert [row["line"] for row in read] == [2, 4, 5]


def form_of(path: Path) -> list[str]:
    form = readers.Form(path)
    list(readers.read(path, contract.plan_values(), form))
    return [str(violation).removeprefix(f"{path}:") for violation in form.violations()]


def test_an_empty_line_is_reported_wherever_a_block_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = damage.source("plan_values", 0)
    lines = own.text(own.rows(3)).split("\n")
    path = tmp_path / "a.csv"
    path.write_text("\n".join([*lines[:2], "", *lines[2:], "", ""]), "utf-8")
    for block in range(250, path.stat().st_size):
        monkeypatch.setattr("minsheng.inputs.readers.BLOCK", block)
        assert form_of(path) == ["3: found an empty line; expected a row"]


def test_of_many_stray_quotes_and_many_numbers_of_fields_the_first_are_reported(tmp_path: Path) -> None:
    own = damage.source("plan_values", 0)
    header, *lines = own.text(own.rows(12)).splitlines()
    path = tmp_path / "a.csv"
    path.write_text("\n".join([header, *('x"' + lines[0] for _ in range(9))]), "utf-8")
    assert [found.split(" in ")[0] for found in form_of(path)] == [f"{n}: found a stray quote" for n in (2, 3, 4)]
    path.write_text("\n".join([header, *("," * n + "x" for n in range(9))]), "utf-8")
    *listed, rest = form_of(path)
    assert len(listed) == 5
    assert rest == f"7: found 6 fields in ',,,,,x', and 4 more such violations; expected {len(own.columns)} fields"


def test_a_parquet_file_that_yields_fewer_rows_than_it_promises_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As some damaged pages are read: as no rows at all."""
    own = damage.source("plan_values", 0)
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({column: ["1", "2"] for column in own.columns}), path)
    assert form_of(path) == []
    monkeypatch.setattr(pq.ParquetFile, "iter_batches", lambda *_: iter([]))
    assert form_of(path) == ["1: found 0 rows where the file promises 2; expected a whole file: write it anew"]


def test_a_row_that_never_ends_is_reported_before_memory_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minsheng.inputs.readers.BLOCK", 1000)
    monkeypatch.setattr("minsheng.inputs.readers.LONGEST_ROW", 5000)
    own = damage.source("plan_values", 0)
    path = tmp_path / "a.csv"
    path.write_text(own.text(own.rows()) + '"' + "never closed\n" * 1000, "utf-8")
    form = readers.Form(path)
    rows = sum(table.num_rows for table in readers.read(path, contract.plan_values(), form))
    (found,) = form.violations()
    assert found.line == rows + 2
    assert "found a row of more than " in str(found)
    assert "expected a line end after each row (is a quote never closed?)" in str(found)
