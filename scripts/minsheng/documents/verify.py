"""Verification of the captured values against the documents they come from.

For each plan: the file is the captured one (hash, length); every value text is the exact slice at its offset; what is
printed around it agrees with its row (`printed`) and is no operator word (`operators`); the grammar reads from that
slice what the warehouse holds; and every number and coverage word of the document is either captured or excluded
(`minsheng.documents.ledger`). Plans of seeds/ and landed ones alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from minsheng import paths
from minsheng.documents import document as documents
from minsheng.documents import ledger, operators, printed
from minsheng.documents.document import Document
from minsheng.inputs import captured, grammar
from minsheng.inputs.violations import Violation
from minsheng.messages import Message, joined
from minsheng.warehouse import published


@dataclass
class Verified:
    """What was verified for one plan."""

    document: Document
    values: int = 0
    numbers: int = 0
    captured: int = 0
    excluded: int = 0
    words: int = 0
    captured_words: int = 0
    excluded_words: int = 0
    violations: list[Violation] = field(default_factory=list)

    @property
    def share_covered(self) -> float:
        """Return the share of the document's numbers and coverage words that are accounted for, 0 to 1."""
        entries = self.numbers + self.words
        found = self.captured + self.excluded + self.captured_words + self.excluded_words
        return found / entries if entries else 1.0


def verify(chosen: list[Document]) -> list[Verified]:
    """Verify plans.

    Args:
        chosen: their documents.

    Returns:
        One result a plan; its violations name the document, or the input file that is wrong.

    Raises:
        UnreadableRows: an input file has not the form of its contract.
    """
    plan_id = chosen[0].plan_id if len(chosen) == 1 else None
    rows = {kind: captured.rows(kind, plan_id) for kind in ("plan_values", "exclusions")}
    spellings = captured.rows("unit_spellings")
    results = []
    for document in chosen:
        values, exclusions = (rows[kind].filter(pl.col("plan_id") == document.plan_id) for kind in rows)
        results.append(_verify(document, values, exclusions, spellings))
    return results


def _verify(document: Document, values: pl.DataFrame, exclusions: pl.DataFrame, spellings: pl.DataFrame) -> Verified:
    result = Verified(document, values.height)
    name = document.path.name
    violations = result.violations
    try:
        characters = len(document.text)
    except documents.UnreadableDocument as error:
        violations.append(Violation(name, 1, "", str(error), Message("the document of {plan}", plan=document.plan_id)))
        return result
    if document.found_sha256 != document.sha256:
        expected = Message(
            "{sha256} (plans.csv); a new scrape needs `minsheng verify --reanchor`", sha256=document.sha256
        )
        violations.append(Violation(name, 1, "sha256", document.found_sha256, expected))
    if characters != document.characters:
        violations.append(Violation(name, 1, "characters", str(characters), f"{document.characters} (plans.csv)"))

    in_place = _check_slices(document, values, violations)
    violations += printed.units(document, in_place)
    violations += printed.labels(document, in_place)
    violations += printed.periods(document, in_place)
    violations += operators.check(document, in_place, spellings)
    _check_readings(in_place, spellings, violations)
    _check_ledger(document, values, exclusions, result)
    return result


def _check_slices(document: Document, values: pl.DataFrame, violations: list[Violation]) -> pl.DataFrame:
    """Compare each value text with the document; return the rows that are in place."""
    in_place = []
    for row in values.iter_rows(named=True):
        start, text = row["char_start"], row["value_text"]
        printed_text = document.text[start : start + len(text)]
        in_place.append(printed_text == text)
        if printed_text != text:
            found = Message(
                "{text} at {place} (line {line} of {file})",
                text=repr(printed_text),
                place=str(start),
                line=str(document.line(start)),
                file=document.path.name,
            )
            violations.append(Violation(row["file"], row["line"], "value_text", found, repr(text)))
    return values.filter(pl.Series(in_place, dtype=pl.Boolean))


def _check_readings(values: pl.DataFrame, spellings: pl.DataFrame, violations: list[Violation]) -> None:
    """Read operator, number and unit of texts in place anew; compare them with the published warehouse, if any."""
    warehouse = paths.warehouse()
    if not warehouse.exists():
        return
    printed_unit = pl.when(pl.col("unit_spelling") != "").then("printed_unit_code").alias("unit_code")
    read = grammar.read(values, spellings)
    read = read.select("file", "line", "value_id", "operator", "value", printed_unit)
    with published.connect(warehouse) as connection:
        connection.register("read", read.to_arrow())
        differing = connection.sql(
            "select file, line, value_id, read.operator, read.value, read.unit_code, f.operator, f.value, f.unit_code"
            " from read join fct_plan_value as f using (value_id) where (read.operator, read.value)"
            " is distinct from (f.operator, f.value) or read.unit_code != f.unit_code"
        ).fetchall()
    for file, line, value_id, *six in differing:
        found, expected = " ".join(map(str, six[3:])), " ".join(map(str, six[:3]))
        note = Message("{reading}, as the document reads; rebuild the warehouse", reading=expected)
        violations.append(Violation(file, line, value_id, Message("{reading} in the warehouse", reading=found), note))


def _check_ledger(document: Document, values: pl.DataFrame, exclusions: pl.DataFrame, result: Verified) -> None:
    for entry in ledger.account(document, values, exclusions):
        is_excluded = entry.is_excluded and not entry.values
        if entry.is_word:
            result.words += 1
            result.captured_words += bool(entry.values)
            result.excluded_words += is_excluded
        else:
            result.numbers += 1
            result.captured += bool(entry.values)
            result.excluded += is_excluded
        if entry.problem:
            start = entry.number.start
            found = joined(": ", [entry.problem, document.around(start, entry.number.end)])
            expected = Message("one value of {plan} or one row in exclusions.csv", plan=document.plan_id)
            place = document.path.name, document.line(start), str(start)
            result.violations.append(Violation(*place, found, expected))
    numbers = {(run.start, run.text) for run in (*document.numbers, *document.coverage_words)}
    for row in exclusions.iter_rows(named=True):
        if (row["char_start"], row["run_text"]) not in numbers:
            found = Message("{text} at {place}", text=repr(row["run_text"]), place=str(row["char_start"]))
            expected = Message("a number or coverage word of {file}", file=document.path.name)
            result.violations.append(Violation(row["file"], row["line"], "run_text", found, expected))
