"""The draft of a plan: every number and coverage word of its document is proposed as a value or as an exclusion."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import polars as pl

from minsheng.documents import operators
from minsheng.documents.document import Document, Span
from minsheng.documents.draft import place_beside
from minsheng.documents.drafting import (
    bodies,
    cells,
    exclusions,
    expressions,
    flattened,
    grids,
    running_text,
    sentences,
    suggest,
    tables,
    words,
)
from minsheng.documents.drafting.exclusions import Reason
from minsheng.documents.drafting.grids import Table
from minsheng.documents.drafting.model import SURE, Draft, ProposedExclusion, ProposedValue
from minsheng.documents.drafting.periods import Frame
from minsheng.documents.drafting.places import Places
from minsheng.documents.drafting.tables import Reading
from minsheng.documents.reading.canonical import DocumentMap
from minsheng.inputs import captured, grammar
from minsheng.messages import Message

Proposal = TypeVar("Proposal", ProposedValue, ProposedExclusion)
_OCR = Message("the text was recognised in pictures (OCR): compare each figure with them; nothing is sure")
_UNSURE = 0.6
"""Confidence of an exclusion that stands in a table which is not aligned, or not understood."""


def draft(document: Document, document_map: DocumentMap | None = None) -> Draft:
    """Propose everything for a plan from its document; its own captured rows are not looked at.

    Args:
        document: the document.
        document_map: its map, None for a text without one.

    Raises:
        UnreadableDocument: the document cannot be read.
        UnreadableRows: reference files have not the form of their contract.
    """
    plans, regions = captured.rows("plans"), captured.rows("regions")
    region = plans.filter(plans["plan_id"] == document.plan_id)["region_code"].to_list()
    places = Places.of(region[0] if region else "", regions)
    frame = Frame(int(document.first_year), int(document.last_year))
    expressions.half_width(document.text)
    cells.learn([*(line.strip() for line in re.split(r"[\n\t|]", document.text)), *_doubles(document.coverage_words)])
    found = grids.of_map(document.text, document_map) if document_map else []
    found = found or flattened.of_text(document.text)
    readings = [tables.understand(table) for table in found]
    values = [v for reading in readings if reading.is_readable for v in tables.values(reading, document, frame, places)]
    values += _of_text(document, found, frame, places)
    values += _of_contents(document, readings, frame, places)
    values = bodies.assign(document, _apart(document, _readable(values)))
    units, spellings = captured.rows("units"), captured.rows("unit_spellings")
    values = _with_shared_words(document, values, spellings)
    suggester = suggest.Suggester.of_seeds(document.plan_id)
    excluded = _exclusions(document, values, readings)
    is_ocr = document_map is not None and document_map.is_ocr
    if is_ocr:
        values, excluded = _unsure(values), _unsure(excluded)
    return Draft(
        document.plan_id,
        tuple(values),
        tuple(excluded),
        tuple(bodies.propose(values, document.plan_id, captured.rows("organization_names"), plans)),
        suggest.propose(values, suggester, spellings, units),
        (*((_OCR,) if is_ocr else ()), *_warnings(document, readings)),
    )


def _unsure(proposals: list[Proposal]) -> list[Proposal]:
    """Return proposals from a text recognised in pictures, none of them sure."""
    return [replace(proposal, confidence=min(proposal.confidence, _UNSURE)) for proposal in proposals]


def _with_shared_words(document: Document, values: list[ProposedValue], spellings: pl.DataFrame) -> list[ProposedValue]:
    """Add to values without an operator of their own the words that a list shares: 分别达到4%、8%以上."""
    names = ("n", "char_start", "value_text", "shared_operator", "unit_text", "label", "value_id")
    rows = [(n, v.start, v.text, "", v.unit_text, v.label, f"{n:06}") for n, v in enumerate(values)]
    if not rows:
        return values
    found = list(values)
    for row, shared in operators.beside(document, pl.DataFrame(rows, names, orient="row"), spellings):
        value = found[row["n"]]
        at = place_beside(shared, value.start, value.end, document)
        if shared not in operators.STRENGTHS and at and value.statement_kind == "commitment":
            found[row["n"]] = replace(value, shared_operator=shared, shared_operator_char_start=int(at))
    return found


def _doubles(found: list[Span]) -> list[str]:
    """Return the coverage words that follow each other directly, as one text each: 全面消除."""
    return [
        one.text + other.text for one, other in itertools.pairwise(found) if one.end == other.start
    ]  # fmt: skip


def _readable(values: list[ProposedValue]) -> list[ProposedValue]:
    """Return the values whose texts the grammar reads, in order of the document."""
    texts = sorted({value.text for value in values})
    operators = grammar.parse(texts)["operator"].to_list() if texts else []
    read = {text for text, operator in zip(texts, operators, strict=True) if operator is not None}
    return sorted((value for value in values if value.text in read), key=lambda value: value.start)


def _apart(document: Document, values: list[ProposedValue]) -> list[ProposedValue]:
    """Return the values that hold whole numbers and coverage words, none over another that begins before it."""
    runs = [run for run, _ in document.runs]
    starts = [run.start for run in runs]
    kept: list[ProposedValue] = []
    for value in values:
        near = runs[max(bisect.bisect_left(starts, value.start) - 1, 0) : bisect.bisect_left(starts, value.end)]
        touched = [run for run in near if run.end > value.start]
        is_whole = all(value.start <= run.start and run.end <= value.end for run in touched)
        last = kept[-1] if kept else None
        if is_whole and (last is None or last.end <= value.start or (last.start, last.end) == (value.start, value.end)):
            kept.append(value)
    return kept


def _warnings(document: Document, readings: list[Reading]) -> list[str]:
    found: list[str] = []
    for reading in readings:
        line = str(document.line(reading.table.start))
        if not reading.is_readable:
            found.append(
                Message(
                    "the table at line {line} has no column of labels or of values; nothing is proposed for it",
                    line=line,
                )
            )
        elif not reading.table.is_aligned:
            found.append(
                Message("the table at line {line} does not align with its headings; nothing in it is sure", line=line)
            )
    return found


def _of_text(document: Document, found: list[Table], frame: Frame, places: Places) -> list[ProposedValue]:
    """Return the values of the running text between the tables."""
    reader = running_text.Reader(document, frame, places, _is_past(document))
    values: list[ProposedValue] = []
    at = 0
    for start, end in [*((table.start, table.end) for table in found), (len(document.text),) * 2]:
        values += _of_stretch(document, reader, at, start)
        at = max(at, end)
    return values


def _of_stretch(document: Document, reader: running_text.Reader, start: int, end: int) -> list[ProposedValue]:
    """Return the values of a stretch of running text."""
    values: list[ProposedValue] = []
    for sentence in sentences.split(document.text, start, end):
        inside = (run for run in document.runs if sentence.start <= run[0].start and run[0].end <= sentence.end)
        open_runs = [run for run, is_word in inside if exclusions.reason(document, run, is_word) is None]
        values += reader.read(sentence, open_runs)
    return values


def _of_contents(document: Document, readings: list[Reading], frame: Frame, places: Places) -> list[ProposedValue]:
    """Return the values in the cells that describe what a project builds."""
    reader = running_text.Reader(document, frame, places, lambda _: False)
    values = []
    for reading in readings:
        for number, _, row in tables.numbered(reading) if reading.kind == "project" else ():
            project = tables.of_project(ProposedValue(0, "", ""), reading, row, places)
            known = replace(project, statement_kind="project", table_row=str(number))
            for column in reading.of_kind("content"):
                if cell := row.cells[column.index]:
                    below = replace(known, table_column=column.heading)
                    values += [
                        _of_project(v, below, places) for v in _of_stretch(document, reader, cell.start, cell.end)
                    ]
    return values


def _of_project(value: ProposedValue, project: ProposedValue, places: Places) -> ProposedValue:
    """Return a value of running text as one of the project whose cell it stands in."""
    region = places.of_text(value.label)
    period = project.period or value.period
    return replace(
        value,
        statement_kind=project.statement_kind,
        table_row=project.table_row,
        table_column=project.table_column,
        period=period,
        period_basis="cumulative" if "-" in period else "annual",
        is_period_inferred=False,
        value_role="target",
        commitment_strength="pledged",
        region_code=region if region != places.own else project.region_code,
        lead_organizations=project.lead_organizations,
    )


def _is_past(document: Document) -> Callable[[int], bool]:
    """Return whether an offset stands under a heading that says it records what was."""
    past = words.pattern("W", "past_heading")
    spans: list[tuple[int, int]] = []
    headings = document.headings
    for n, (offset, code) in enumerate(headings):
        line = document.line_text(offset)[:40].split("。")[0]
        if past.search(line):
            depth = code.count("(") + bool(re.search(r"\d$", code))
            ends = (o for o, c in headings[n + 1 :] if c.count("(") + bool(re.search(r"\d$", c)) <= depth)
            spans.append((offset, next(ends, len(document.text))))
    return lambda offset: any(start <= offset < end for start, end in spans)


def _exclusions(document: Document, values: list[ProposedValue], readings: list[Reading]) -> list[ProposedExclusion]:
    """Return an exclusion for each number and coverage word that no value covers."""
    taken = sorted({(value.start, value.end) for value in values if value.text})
    doubtful = [
        (r.table.start, r.table.end) for r in readings if not (r.is_readable and r.table.is_aligned)
    ]  # fmt: skip
    found = []
    for run, is_word in document.runs:
        if any(start < run.end and run.start < end for start, end in taken):
            continue
        reading = next((r for r in readings if r.table.start <= run.start < r.table.end), None)
        why = _in_table(run, reading, document) if reading else None
        why = why or exclusions.reason(document, run, is_word) or exclusions.fallback(run, is_word)
        if any(start <= run.start < end for start, end in doubtful) and why.confidence >= SURE:
            why = replace(why, confidence=_UNSURE)
        section = document.section(run.start)
        found.append(ProposedExclusion(run.start, run.text, section, why.reason, why.confidence, why.rule))
    return found


def _in_table(run: Span, reading: Reading, document: Document) -> Reason | None:
    """Return why a number of a table is none of its values: a heading's year, a row's number, a target's growth."""
    if any(cell.start <= run.start < cell.end for cell in reading.table.header_cells):
        return Reason("date", 0.95, "table: heading") if re.fullmatch(r"(?:19|20)\d\d", run.text) else None
    line = document.line_text(run.start).strip()
    numbers = {
        cell.start for row in reading.table.rows for c in reading.of_kind("number") if (cell := row.cells[c.index])
    }
    if run.start in numbers or (line == run.text and re.fullmatch(r"\d{1,3}", line)):
        return Reason("table_number", 0.95, "table: row number")
    growth = (row.cells[column.index] for row in reading.table.rows for column in reading.of_kind("growth"))
    if any(cell is not None and cell.start <= run.start < cell.end for cell in growth):
        return Reason("background", 0.9, "table: yearly growth, kept with its target")
    return None
