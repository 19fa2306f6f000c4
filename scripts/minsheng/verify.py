"""Verification of the captured values against the documents they come from.

For each plan: the file is the captured one (hash, length); every value text is the exact slice at its offset; its unit
is printed where the row says; the grammar reads from that slice what the warehouse holds; and every number of the
document is either captured or excluded (`minsheng.ledger`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from minsheng import documents, grammar, ledger, project
from minsheng.documents import Document
from minsheng.violations import Violation


@dataclass
class Verified:
    """What was verified for one plan."""

    document: Document
    values: int = 0
    runs: int = 0
    captured: int = 0
    excluded: int = 0
    faults: list[Violation] = field(default_factory=list)

    @property
    def share_covered(self) -> float:
        """Return the share of the document's numbers that are accounted for, 0 to 1."""
        return (self.captured + self.excluded) / self.runs if self.runs else 1.0


def values_of(plan_id: str) -> pl.DataFrame:
    """Return the rows of a plan's CSV file, char_start as integer, with `line`, their line in that file."""
    path = project.root() / "seeds/plans" / f"{plan_id}.csv"
    if not path.exists():
        raise FileNotFoundError(f"there is no {path}: a plan in plans.csv needs its CSV file")
    rows = pl.read_csv(path, infer_schema=False, empty_string_is_null=False)
    return rows.with_columns(pl.col("char_start").cast(pl.Int64)).with_row_index("line", 2)


def verify(sources: Path, plan_id: str | None = None) -> list[Verified]:
    """Verify all plans, or one.

    Args:
        sources: the folder of the documents.
        plan_id: verify this plan only.

    Returns:
        One result a plan; its faults name the document, or the CSV file that is at fault.
    """
    all_exclusions = ledger.exclusions()
    chosen = [d for d in documents.load(sources) if plan_id in (None, d.plan_id)]
    return [_verify(d, all_exclusions.filter(pl.col("plan_id") == d.plan_id)) for d in chosen]


def _verify(document: Document, exclusions: pl.DataFrame) -> Verified:
    result = Verified(document)
    name = document.path.name
    if not document.path.exists():
        result.faults.append(Violation(name, 1, "", "no such file", f"the document of {document.plan_id}"))
        return result
    if document.found_sha256 != document.sha256:
        expected = f"{document.sha256} (plans.csv); a new scrape needs `minsheng verify --reanchor`"
        result.faults.append(Violation(name, 1, "sha256", document.found_sha256, expected))
    if len(document.text) != document.characters:
        expected = f"{document.characters} (plans.csv)"
        result.faults.append(Violation(name, 1, "characters", str(len(document.text)), expected))

    values = values_of(document.plan_id)
    result.values = values.height
    in_place = _check_slices(document, values, result.faults)
    _check_units(document, in_place, result.faults)
    _check_readings(document, in_place, result.faults)
    _check_ledger(document, values, exclusions, result)
    return result


def _check_slices(document: Document, values: pl.DataFrame, faults: list[Violation]) -> pl.DataFrame:
    """Compare each value text with the document; return the rows that are in place."""
    csv = f"seeds/plans/{document.plan_id}.csv"
    in_place = []
    for line, text, start in values.select("line", "value_text", "char_start").iter_rows():
        slice_ = document.text[start : start + len(text)]
        in_place.append(slice_ == text)
        if slice_ != text:
            found = f"{slice_!r} at {start} (line {document.line(start)} of {document.path.name})"
            faults.append(Violation(csv, line, "value_text", found, repr(text)))
    return values.filter(pl.Series(in_place, dtype=pl.Boolean))


def _check_units(document: Document, values: pl.DataFrame, faults: list[Violation]) -> None:
    """Look for each unit_text where a unit is printed: with the label, in the column heading, or beside the value."""
    csv = f"seeds/plans/{document.plan_id}.csv"
    columns = ("line", "value_text", "char_start", "unit_text", "label", "table_column")
    for line, text, start, unit, label, heading in values.filter(pl.col("unit_text") != "").select(columns).iter_rows():
        before = "".join(document.text[max(0, start - 600) : start].split())
        at = before.rfind("".join(label.split()))
        beside_label = before[at : at + len(label) + len(unit) + 8] if at >= 0 else ""
        beside_value = document.line_text(start) if "\n" not in text else ""
        if not any(unit in place for place in (beside_label, heading, beside_value)):
            expected = f"a unit printed with {label!r}, in the column heading or beside the value"
            faults.append(Violation(csv, line, "unit_text", repr(unit), expected))


def _check_readings(document: Document, values: pl.DataFrame, faults: list[Violation]) -> None:
    """Read operator, number and unit of texts in place anew; compare them with the published warehouse, if any."""
    warehouse = project.warehouse()
    if not warehouse.exists():
        return
    csv = f"seeds/plans/{document.plan_id}.csv"
    path = project.root() / "seeds/reference/unit_spellings.csv"
    spellings = pl.read_csv(path, infer_schema=False, empty_string_is_null=False)
    printed_unit = pl.when(pl.col("unit_spelling") != "").then("printed_unit_code").alias("unit_code")
    read = grammar.read(values, spellings).select("line", "value_id", "operator", "value", printed_unit)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.register("read", read.to_arrow())
        differing = connection.sql(
            "select line, value_id, read.operator, read.value, read.unit_code, f.operator, f.value, f.unit_code"
            " from read join fct_plan_value as f using (value_id) where (read.operator, read.value)"
            " is distinct from (f.operator, f.value) or read.unit_code != f.unit_code"
        ).fetchall()
    for line, value_id, *six in differing:
        found, expected = " ".join(map(str, six[3:])), " ".join(map(str, six[:3]))
        note = f"{expected}, as the document reads; rebuild the warehouse"
        faults.append(Violation(csv, line, value_id, f"{found} in the warehouse", note))


def _check_ledger(document: Document, values: pl.DataFrame, exclusions: pl.DataFrame, result: Verified) -> None:
    for entry in ledger.account(document, values, exclusions):
        result.runs += 1
        result.captured += bool(entry.values)
        result.excluded += entry.excluded and not entry.values
        if entry.complaint:
            found = f"{entry.complaint}: {document.around(entry.run.start, entry.run.end)}"
            expected = f"one value in seeds/plans/{document.plan_id}.csv or one row in exclusions.csv"
            result.faults.append(
                Violation(document.path.name, document.line(entry.run.start), str(entry.run.start), found, expected)
            )
    runs = {(run.start, run.text) for run in document.runs}
    for line, start, text in exclusions.select("line", "char_start", "run_text").iter_rows():
        if (start, text) not in runs:
            expected = f"a number of {document.path.name}"
            result.faults.append(
                Violation("seeds/reference/exclusions.csv", line, "run_text", f"{text!r} at {start}", expected)
            )
