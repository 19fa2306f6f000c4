"""Every kind of bad input gives a message with file, line, column, what was found and what is expected."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from minsheng import inputs

PLAN = "seeds/plans/wenling-2023.csv"
Rows = list[dict[str, str]]


def edit(path: Path, change: Callable[[Rows], object]) -> None:
    """Rewrite a CSV file after a change to its rows."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def replace_bytes(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def faults(scratch: Path) -> list[str]:
    return [str(fault) for fault in inputs.check().violations]


def test_the_inputs_as_they_stand_have_no_fault() -> None:
    assert inputs.check().violations == []


FIELD_FAULTS = [
    ("plan_id", "wenling-1999", r"plan_id: found 'wenling-1999'; expected a plan_id of seeds/reference/plans.csv"),
    ("region_code", "999999", r"region_code: found '999999'; expected a region_code of seeds/reference/regions.csv"),
    ("value_role", "promise", r"value_role: found 'promise'; expected one of target, baseline, actual, none"),
    ("period_basis", "", r"period_basis: found nothing; expected a value"),
    ("period_basis", "daily", r"period_basis: found 'daily'; expected one of point, annual, cumulative"),
    ("period", "20225", r"period: found '20225'; expected the form"),
    ("period", "1066", r"period: found '1066'; expected years between 1949 and 2100"),
    ("period", "2027-2023", r"period: found '2027-2023'; expected years .* the first not after the last"),
    ("period", "2023-2027", r"period: found '2023-2027'; expected one year, or period_basis cumulative"),
    ("value_text", "明显提高", r"value_text: found '明显提高'; expected a form of the value grammar"),
    ("value_text", "98/98", r"value_text: found '98/98'; expected a form of the value grammar"),
    ("value_text", "/", r"value_role: found 'baseline'; expected role none"),
    ("value_role", "none", r"value_role: found 'none'; expected role none .* for no other"),
    ("unit_text", "桶", r"unit: found '桶 per 千人'; expected a spelling of seeds/reference/unit_spellings.csv"),
    ("value_id", "wenling-2023@768", r"value_id: found 'wenling-2023@768'; expected a value used only once"),
    ("value_id", "wenling@1", r"value_id: found 'wenling@1'; expected plan_id@char_start"),
    ("is_core", "yes", r"is_core: found 'yes'; expected one of true, false"),
    ("char_start", "12a", r"char_start: found '12a'; expected the form \[0-9\]\+"),
    ("label", "", r"label: found nothing; expected a value"),
]


@pytest.mark.parametrize(("column", "found", "message"), FIELD_FAULTS)
def test_a_bad_field_is_reported_in_its_place(scratch: Path, column: str, found: str, message: str) -> None:
    edit(scratch / PLAN, lambda rows: rows[0].update({column: found}))
    reported = faults(scratch)
    line = 3 if "only once" in message else 2  # the second use of an identifier is the one at fault
    assert any(re.match(rf"{PLAN}:{line}: {message}", fault) for fault in reported), reported


def test_a_missing_and_an_extra_column_are_both_reported(scratch: Path) -> None:
    replace_bytes(scratch / PLAN, b"unit_text", b"unit")
    assert {fault.split(";")[0] for fault in faults(scratch)} >= {
        f"{PLAN}:1: unit_text: found no such column",
        f"{PLAN}:1: unit: found an extra column",
    }


def test_bytes_that_are_not_utf_8_are_reported_with_their_line(scratch: Path) -> None:
    replace_bytes(scratch / PLAN, "普惠托位占比".encode(), "普惠托位占比".encode("gb18030"))
    assert any(fault.startswith(f"{PLAN}:8: found byte 0x") for fault in faults(scratch))


def test_a_stray_quote_does_not_swallow_the_lines_after_it(scratch: Path) -> None:
    replace_bytes(scratch / PLAN, "80以上".encode(), '"80以上'.encode())
    edit_later = (scratch / PLAN).read_text("utf-8").replace(",95,%,", ",坏,%,", 1)
    (scratch / PLAN).write_text(edit_later, "utf-8")
    reported = faults(scratch)
    assert any(fault.startswith(f"{PLAN}:8: found a stray quote") for fault in reported)
    assert any("value_text: found '坏'" in fault for fault in reported), "faults after the quote are found too"


def test_a_line_with_too_few_fields_and_an_empty_line_are_reported(scratch: Path) -> None:
    lines = (scratch / PLAN).read_text("utf-8").splitlines()
    lines[4:5] = ["a,b,c", ""]
    (scratch / PLAN).write_text("\n".join(lines) + "\n", "utf-8")
    reported = faults(scratch)
    assert f"{PLAN}:5: found 3 fields in a,b,c; expected 18 fields" in reported
    assert f"{PLAN}:6: found an empty line; expected a row" in reported


def test_a_file_with_windows_line_ends_and_byte_order_mark_is_as_good(scratch: Path) -> None:
    content = (scratch / PLAN).read_text("utf-8")
    (scratch / PLAN).write_bytes(b"\xef\xbb\xbf" + content.replace("\n", "\r\n").encode())
    assert faults(scratch) == []


def test_reference_files_are_held_to_their_contract_too(scratch: Path) -> None:
    units = scratch / "seeds/reference/units.csv"
    edit(units, lambda rows: rows[0].update(base_unit_code="furlong", to_base_factor="ten"))
    edit(scratch / "seeds/reference/unit_spellings.csv", lambda rows: rows.append(dict(rows[0])))
    reported = "\n".join(faults(scratch))
    assert "units.csv:2: base_unit_code: found 'furlong'; expected a unit_code of seeds/reference/units.csv" in reported
    assert "units.csv:2: to_base_factor: found 'ten'; expected the form" in reported
    assert re.search(r"unit_spellings.csv:\d+: spelling: found '%'; expected spelling \+ per_text only once", reported)


def test_a_project_without_plans_is_a_fault(scratch: Path) -> None:
    for path in (scratch / "seeds/plans").glob("*.csv"):
        path.unlink()
    assert faults(scratch) == ["seeds/plans:1: found no CSV file; expected one file per plan"]


def test_dbt_reads_every_kind_as_text_from_the_rows_that_were_checked(tmp_path: Path) -> None:
    inputs.check(tmp_path / "rows")
    kinds = {path.stem: path for path in inputs.reference_files()}
    assert {folder.name for folder in (tmp_path / "rows").iterdir()} == {*kinds, "plan_values", "observations"}
    for kind, path in kinds.items():
        rows = duckdb.sql(f"from read_parquet('{tmp_path}/rows/{kind}/*.parquet') order by line")
        *columns, file, line = rows.columns
        assert (file, line) == ("file", "line")
        assert {str(kind) for kind in rows.types[:-1]} == {"VARCHAR"}
        with path.open(encoding="utf-8", newline="") as opened:
            seeded = [tuple(row[column] or None for column in columns) for row in csv.DictReader(opened)]
        read = rows.fetchall()
        assert [row[:-2] for row in read] == seeded
        assert [row[-2:] for row in read] == [(f"seeds/reference/{path.name}", n) for n in range(2, len(seeded) + 2)]
