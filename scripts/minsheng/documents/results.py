"""Reading a table of results into records: plan-execution tables, progress lists of livelihood projects.

A mapping in TOML says which column holds what (docs/records.md). One row of the table is one record; a row that cannot
be read is reported with its place, never guessed at.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from minsheng.inputs import captured, grammar
from minsheng.inputs.violations import Violation, shown
from minsheng.messages import Message, joined
from minsheng.text import nearest

COLUMNS = ("label", "value_text", "unit_text", "subgroup", "region_code", "period", "target", "note")
"""What a column of a table may hold; label and value_text are needed."""
FIXED = (
    *("source_id", "statement_kind", "section", "region_code", "period", "period_basis", "unit_text", "published_on"),
    *("is_preliminary", "population", "scope_difference", "note", "id_prefix"),
)
"""What may be the same in all records."""
GRADES = ("exact", "close", "broad", "narrow", "related")


class BadMapping(ValueError):
    """A mapping, or a table that it does not fit."""


@dataclass(frozen=True)
class Mapping:
    """What a table holds where."""

    header: int
    """Line of the headings, from 1."""
    sheet: str | None
    columns: dict[str, str]
    """What, and the heading above it."""
    fixed: dict[str, str]
    indicators: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Label, its indicator and the grade of the match."""
    skip: tuple[str, ...] = ()
    """Labels of rows that are no records, such as headings and totals."""


def read_mapping(path: Path) -> Mapping:
    """Read a mapping.

    Raises:
        BadMapping: it is no TOML, or says what is not known.
    """
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadMapping(joined(": ", [path.name, error])) from None
    _only(path, found, ("table", "columns", "records", "indicators"))
    table, columns, fixed = (found.get(part, {}) for part in ("table", "columns", "records"))
    _only(path, table, ("header", "sheet", "skip"), "table.")
    _only(path, columns, COLUMNS, "columns.")
    _only(path, fixed, FIXED, "records.")
    for part, needed in ((columns, ("label", "value_text")), (fixed, ("source_id", "section"))):
        for key in needed:
            if key not in part:
                raise BadMapping(Message("{name}: {key} is missing", name=path.name, key=key))
    for key in ("region_code", "period"):
        if key not in columns and key not in fixed:
            raise BadMapping(Message("{name}: {key} is missing, among columns or records", name=path.name, key=key))
    indicators = {label: _graded(path, label, given) for label, given in found.get("indicators", {}).items()}
    texts = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in fixed.items()}
    return Mapping(
        int(table.get("header", 1)), table.get("sheet"), columns, texts, indicators, tuple(table.get("skip", ()))
    )


def _only(path: Path, given: dict[str, Any], known: tuple[str, ...], prefix: str = "") -> None:
    if unknown := [key for key in given if key not in known]:
        raise BadMapping(
            Message(
                "{name}: found {prefix}{unknown}; expected one of {known}",
                name=path.name,
                prefix=prefix,
                unknown=unknown[0],
                known=", ".join(known),
            )
        )


def _graded(path: Path, label: str, given: str | dict[str, str]) -> tuple[str, str]:
    code, grade = (given, "exact") if isinstance(given, str) else (given.get("indicator", ""), given.get("grade", ""))
    if not code or grade not in GRADES:
        raise BadMapping(
            Message(
                '{name}: indicators."{label}": expected a code, or indicator and grade', name=path.name, label=label
            )
        )
    return code, grade


def read_table(path: Path, sheet: str | None = None) -> list[list[str]]:
    """Return the cells of a CSV or xlsx file as printed, line by line; a merged cell has its text in the first place.

    Raises:
        BadMapping: it cannot be read.
    """
    try:
        if path.suffix.lower() != ".xlsx":
            return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
        return _sheet(path, sheet)
    except (OSError, UnicodeDecodeError, csv.Error, ValueError) as error:
        raise BadMapping(joined(": ", [path.name, error])) from None


def _sheet(path: Path, sheet: str | None) -> list[list[str]]:
    import openpyxl

    from minsheng.documents.reading import packages
    from minsheng.documents.reading.blocks import UnreadableFile
    from minsheng.documents.reading.number_format import UnknownFormat, printed

    try:
        packages.check(path.read_bytes())
    except UnreadableFile as error:
        raise ValueError(*error.args) from None
    book = openpyxl.load_workbook(path, data_only=True, keep_links=False)
    if sheet is not None and sheet not in book.sheetnames:
        sheets = ", ".join(book.sheetnames)
        raise ValueError(Message("found no sheet {sheet}; expected one of {sheets}", sheet=sheet, sheets=sheets))
    lines = []
    for row in (book[sheet] if sheet else book.worksheets[0]).iter_rows():
        try:
            lines.append([printed(cell.value, cell.number_format) for cell in row])
        except UnknownFormat as error:
            line = str(row[0].row)
            raise ValueError(
                Message("line {line}: a number format that is not known: {error}", line=line, error=error)
            ) from None
    return lines


def records(table: list[list[str]], mapping: Mapping, file: str) -> tuple[list[dict[str, str]], list[Violation]]:
    """Return the records of a table, and what of it could not be read, in order of line.

    Args:
        table: its cells, line by line.
        mapping: what they hold.
        file: the file's name, for messages.

    Raises:
        BadMapping: a heading is not there, or there twice.
    """
    places = _places(table, mapping)
    rows, unread = [], []
    for line, cells in enumerate(table[mapping.header :], mapping.header + 1):
        found = {what: cells[n].strip() if n < len(cells) else "" for what, n in places.items()}
        if not any(found.values()) or found["label"] in mapping.skip:
            continue
        for what in ("label", "value_text"):
            if not found[what]:
                missing = Message("nothing"), Message("the indicator and its result")
                unread.append(Violation(file, line, mapping.columns[what], *missing))
                break
        else:
            rows.append(_record(found, mapping, line))
    kept, refused = _judged(rows, mapping, file)
    return kept, sorted([*unread, *refused])


def _places(table: list[list[str]], mapping: Mapping) -> dict[str, int]:
    headings = [re.sub(r"\s+", "", cell) for cell in table[mapping.header - 1]] if len(table) >= mapping.header else []
    places = {}
    for what, heading in mapping.columns.items():
        wanted = re.sub(r"\s+", "", heading)
        if headings.count(wanted) != 1:
            listed = ", ".join(filter(None, headings)) or Message("an empty line")
            fields = {"heading": heading, "line": str(mapping.header), "headings": listed}
            if wanted in headings:
                raise BadMapping(Message("{heading} is twice in line {line}: {headings}", **fields))
            raise BadMapping(Message("{heading} is nowhere in line {line}: {headings}", **fields))
        places[what] = headings.index(wanted)
    return places


def _record(found: dict[str, str], mapping: Mapping, line: int) -> dict[str, str]:
    fixed = {"statement_kind": "indicator_table", "is_preliminary": "false", "is_period_inferred": "false"}
    fixed |= {key: value for key, value in mapping.fixed.items() if key != "id_prefix"}
    row = fixed | {what: text for what, text in found.items() if what != "target" and text}
    if found.get("target"):
        row["note"] = "; ".join(filter(None, [row.get("note", ""), f"beside the target {found['target']}"]))
    if not row.get("unit_text") and (named := re.fullmatch(r"(.+?)[（(]([^（）()]+)[）)]", row["label"])):
        row["label"], row["unit_text"] = named.groups()
    return row | {"value_id": f"{row['source_id']}@{mapping.fixed.get('id_prefix', '')}{line}", "line": str(line)}


def _judged(rows: list[dict[str, str]], mapping: Mapping, file: str) -> tuple[list[dict[str, str]], list[Violation]]:
    """Keep the rows whose value the grammar reads, in a known unit, and whose label leads to an indicator."""
    spellings = captured.rows("unit_spellings")
    texts = ("value_text", "unit_text", "label", "shared_operator")
    frame = pl.DataFrame([{name: row.get(name, "") for name in texts} for row in rows], dict.fromkeys(texts, pl.String))
    read = {tuple(row[name] for name in texts[:3]): row for row in grammar.read(frame, spellings).to_dicts()}
    indicators = _indicators(mapping)
    shapes = dict(captured.rows("indicators").select("indicator_code", "shape").iter_rows())
    known = [(label, code) for label, (code, _) in indicators.items()]
    kept, refused = [], []
    for row in rows:
        line = int(row.pop("line"))
        value = read[tuple(row.get(name, "") for name in texts[:3])]
        if value["operator"] is None:
            expected = Message("a form of the value grammar")
            refused.append(_refused(file, line, mapping, "value_text", row["value_text"], expected))
        elif value["printed_unit_code"] is None:
            expected = Message("a spelling of seeds/reference/unit_spellings.csv")
            refused.append(_refused(file, line, mapping, "unit_text", value["unit_spelling"], expected))
        elif row["label"] not in indicators:
            near = nearest(row["label"], known)
            expected = Message("a label of indicators in the mapping; the nearest are {indicators}", indicators=near)
            refused.append(_refused(file, line, mapping, "label", row["label"], expected))
        else:
            code, grade = indicators[row["label"]]
            basis = row.get("period_basis") or ("annual" if shapes.get(code) == "flow" else "point")
            kept.append(row | {"indicator_code": code, "match_grade": grade, "period_basis": basis})
    return kept, refused


def _refused(file: str, line: int, mapping: Mapping, what: str, found: str, expected: str) -> Violation:
    return Violation(file, line, mapping.columns.get(what, what), shown(found), expected)


def _indicators(mapping: Mapping) -> dict[str, tuple[str, str]]:
    """Return the indicator of each label: of the mapping, else of the plans where all have the same, at its weakest."""
    matches = captured.rows("indicator_matches").filter(pl.col("is_primary") == "true", pl.col("subgroup") == "")
    matched: dict[str, dict[str, int]] = {}
    for label, code, grade in matches.select("label", "indicator_code", "match_grade").iter_rows():
        found = matched.setdefault(label, {})
        found[code] = max(found.get(code, 0), GRADES.index(grade))
    alike = {label: next(iter(found.items())) for label, found in matched.items() if len(found) == 1}
    return {label: (code, GRADES[grade]) for label, (code, grade) in alike.items()} | mapping.indicators
