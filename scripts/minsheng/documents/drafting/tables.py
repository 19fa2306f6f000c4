"""Values of tables: indicators, investments, projects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from minsheng.documents.document import Document
from minsheng.documents.drafting import cells, labels, words
from minsheng.documents.drafting.cells import Cell
from minsheng.documents.drafting.expressions import half_width, unit_spellings
from minsheng.documents.drafting.grids import Row, Table, is_value_header
from minsheng.documents.drafting.model import ProposedValue
from minsheng.documents.drafting.periods import Frame, basis_of, of_column
from minsheng.documents.drafting.places import Places

_UNIT_IN_BRACKETS = re.compile(r"[（(]\s*(?:单位[:：])?([^（()）]{1,10}(?:[（(][^（()）]{1,4}[）)])?)\s*[）)]+\s*$")


@dataclass(frozen=True)
class Column:
    """What a heading says of a column."""

    index: int
    heading: str
    kind: str
    """value, label, group, number, unit, body, nature, growth, or other."""


@dataclass(frozen=True)
class Reading:
    """A table as it is understood."""

    table: Table
    kind: str
    """indicator_table, investment or project."""
    columns: tuple[Column, ...]

    def of_kind(self, kind: str) -> list[Column]:
        """Return the columns of a kind."""
        return [column for column in self.columns if column.kind == kind]

    @property
    def measures_differ(self) -> bool:
        """Return whether the columns of values are measures of their own, not years of one measure."""
        if self.kind == "indicator_table":
            return False
        return len({split_unit(column.heading)[0] for column in self.of_kind("value")}) > 1

    @property
    def is_readable(self) -> bool:
        """Return whether the table has labels and values."""
        return bool(self.of_kind("label") and self.of_kind("value"))


def understand(table: Table) -> Reading:
    """Say what each column of a table holds, by its heading."""
    headings = ["".join(heading.split()) for heading in table.headers]
    kinds = [_kind(heading) for heading in headings]
    if "label" not in kinds and "group" in kinds:
        kinds[kinds.index("group")] = "label"
    if "label" in kinds and kinds.count("label") > 1:
        last = max(n for n, kind in enumerate(kinds) if kind == "label")
        first = kinds.index("label")
        is_one = headings[first] == headings[last] and last == first + 1
        before, behind = ("label", "subgroup") if is_one else ("group", "label")
        kinds = [
            kind if kind != "label" else behind if n == last else before for n, kind in enumerate(kinds)
        ]  # fmt: skip
    columns = tuple(Column(n, h, k) for n, (h, k) in enumerate(zip(headings, kinds, strict=True)))
    joined = "|".join(headings)
    if "content" in kinds or "term" in kinds:
        kind = "project"
    elif words.pattern("W", "investment_header").search(joined):
        kind = "investment"
    else:
        kind = "indicator_table"
    return Reading(table, kind, columns)


def _kind(heading: str) -> str:
    bare = _UNIT_IN_BRACKETS.sub("", heading)
    for kind in ("number", "unit", "body", "term", "place", "content", "group", "label", "nature", "growth", "note"):
        if words.pattern("W", f"{kind}_header").fullmatch(bare):
            return kind
    return "value" if is_value_header(heading) else "other"


def split_unit(label: str) -> tuple[str, str]:
    """Return a label without the unit in brackets at its end, and the unit."""
    match = _UNIT_IN_BRACKETS.search(label)
    if match and match[1] in ("万", "亿"):
        # 服务人次(万): the counting word is in the label, its multiple in brackets.
        before = label[: match.start()].strip()
        counted = (f"{before[-size:]}({match[1]})" for size in (3, 2, 1))
        return before, next((unit for unit in counted if unit in unit_spellings()), match[1])
    if match and (half_width(match[1]) in unit_spellings() or match[1] in ("%", "％", "年")):
        return label[: match.start()].strip(), match[1]
    return label, ""


def values(reading: Reading, document: Document, frame: Frame, places: Places) -> Iterator[ProposedValue]:
    """Yield a proposal for each value of a table."""
    body = next((column.index for column in reading.of_kind("body")), None)
    unit_column = next((column.index for column in reading.of_kind("unit")), None)
    section = document.section(reading.table.start)
    for number, label_cell, row in numbered(reading):
        printed = "".join(label_cell.text.split("\n"))
        core = words.pattern("^W", "core_mark").match(printed)
        label, unit = split_unit(words.pattern("^W", "core_mark").sub("", printed).strip())
        part = _subgroup(reading, row, label_cell)
        if unit_column is not None and (cell := row.cells[unit_column]):
            unit = cell.text
        proposal = ProposedValue(
            start=0, text="", label=label, statement_kind=reading.kind, section=section, table_row=str(number),
            subgroup=part, unit_text=unit, is_core=bool(core), region_code=places.of_text(label),
            lead_organizations=bodies_of_cell(_text(row, body)), confidence=0.97 if reading.table.is_aligned else 0.6,
        )  # fmt: skip
        names = _names_of_pairs(reading, row, label)
        if reading.kind == "project":
            proposal = of_project(proposal, reading, row, places)
        found: list[ProposedValue] = []
        for column in reading.of_kind("value"):
            cell = row.cells[column.index]
            if cell is not None:
                below = replace(proposal, table_column=column.heading)
                if reading.measures_differ:
                    below = _of_measure(below, reading.kind)
                found += _of_cell(below, cell, frame, places, names)
        yield from _with_attributes(found, proposal, reading, row, frame)


def _with_attributes(
    found: list[ProposedValue], proposal: ProposedValue, reading: Reading, row: Row, frame: Frame
) -> Iterator[ProposedValue]:
    """Yield the values of a row, its targets with what the columns of nature and yearly growth print.

    Where the column of yearly growth is all that the row prints for the plan's years, its cell is a value of its own.
    """
    printed = "".join(_text(row, next((c.index for c in reading.of_kind("nature")), None)).split())
    nature = next((n for n in ("binding", "expected") if words.pattern("^W", f"nature_{n}").match(printed)), "")
    column = next(iter(reading.of_kind("growth")), None)
    cell = row.cells[column.index] if column else None
    growth = cell if cell and cell.text.strip("-/—–－／") and cells.is_value(cell.text) else None
    if column and growth and not any(value.value_role == "target" for value in found):
        basis = "cumulative" if re.match("[〔\\[]", growth.text) else "annual"
        known = replace(
            proposal, table_column=column.heading, period=frame.span, period_basis=basis,
            confidence=min(proposal.confidence, 0.6), rule="yearly growth alone",
        )  # fmt: skip
        found, growth = [*found, _with_value(known, growth)], None
    text = growth.text if growth else ""
    for value in found:
        is_target = value.value_role == "target"
        yield replace(value, target_nature=nature, yearly_growth_text=text) if is_target else value


def numbered(reading: Reading) -> Iterator[tuple[int, Cell, Row]]:
    """Yield the rows that have a label, counted by their labels."""
    number = 0
    previous: Cell | None = None
    for row in reading.table.rows:
        label_cell = _label(reading, row)
        if label_cell is not None:
            number += label_cell != previous
            previous = label_cell
            yield number, label_cell, row


def of_project(proposal: ProposedValue, reading: Reading, row: Row, places: Places) -> ProposedValue:
    """Add place, years and bodies of a project's row."""

    def text(kind: str) -> str:
        found = reading.of_kind(kind)
        return _text(row, found[0].index) if found else ""

    term = re.match(r"\d{4}(?:[-—－~至]+\d{4})?", "".join(text("term").split()))
    return replace(
        proposal, region_code=places.of_text(text("place")), lead_organizations=bodies_of_cell(text("body")),
        period=re.sub("[—－~至]+", "-", term.group()) if term else "",
    )  # fmt: skip


def bodies_of_cell(text: str) -> str:
    """Return the bodies of a cell, apart by 、: a line ends a name only where that is a whole one."""
    one_a_line = re.sub(r"(?<=[局委办府团心司院会部社学校])\s*\n\s*", "、", text)
    return re.sub("[,，;；]", "、", "".join(one_a_line.split()))


def _of_measure(proposal: ProposedValue, kind: str) -> ProposedValue:
    """Name a value by its column, where columns measure different things; its row is the sub-group, or a project."""
    label = split_unit(proposal.table_column)[0]
    of = re.sub("^[一二三四五六七八九十]+、", "", proposal.label)
    return replace(proposal, label=label, subgroup="" if kind == "project" else of)


def _text(row: Row, column: int | None) -> str:
    cell = row.cells[column] if column is not None else None
    return cell.text if cell else ""


def _subgroup(reading: Reading, row: Row, label: Cell) -> str:
    """Return what part of its label a row is about: a cell of its own, not the label's that spans both columns."""
    found = reading.of_kind("subgroup")
    cell = row.cells[found[0].index] if found else None
    return cell.text if cell and cell != label else row.subgroup


def _label(reading: Reading, row: Row) -> Cell | None:
    cell = row.cells[reading.of_kind("label")[0].index]
    return cell if cell and cell.text and not re.fullmatch(r"[\d.]+", cell.text) else None


def _names_of_pairs(reading: Reading, row: Row, label: str) -> list[str]:
    """Return what the figures of a pair are said of (98/98), where a row has one: the things that its label lists."""
    found = [cells.parts(cell) for column in reading.of_kind("value") if (cell := row.cells[column.index])]
    pieces = words.pattern("W$", "level_noun", "share_noun").sub("", words.pattern("W$", "bare_rate").sub("", label))
    names = pieces.split("、")
    return names if any(part and not part[0][0] and len(part) == len(names) for part in found) else []


def _of_cell(
    proposal: ProposedValue, cell: Cell, frame: Frame, places: Places, names: list[str]
) -> Iterator[ProposedValue]:
    """Yield the values of one cell, with what the heading of its column says."""
    heading = proposal.table_column
    period, is_span, role = of_column(heading, frame)
    if proposal.statement_kind != "indicator_table" and not re.search(r"\d|五", heading):
        period, is_span = proposal.period or frame.span, True
    unit = proposal.unit_text or split_unit(heading)[1]
    kind = basis_of(proposal.label, True)
    is_flow = kind in ("flow", "sum") or unit in ("人次", "万人次", "人次(万)", "场次")
    is_flow |= kind == "stock" and frame.first == frame.last and bool(labels.verb_of(proposal.label))
    if proposal.statement_kind in ("investment", "project"):
        basis = "cumulative" if is_span and "-" in period else "annual"
    else:
        basis = ("cumulative" if is_span else "annual") if is_flow and "累计" not in proposal.label else "point"
    if re.match("[〔\\[]", cell.text):
        period, basis = (period if is_span else frame.span), "cumulative"
    elif proposal.statement_kind == "indicator_table" and words.pattern("W$", "annual_level").search(proposal.label):
        basis = "annual"
    place = places.of_text(heading)
    region = place if place != places.own else proposal.region_code
    role = "actual" if role == "baseline" and places.parent == place != places.own else role
    known = replace(
        proposal, period=period, period_basis=basis, value_role=role, unit_text=unit, region_code=region,
        commitment_strength="pledged" if role == "target" else "",
        rule=f"{proposal.statement_kind}: cell below heading",
    )  # fmt: skip
    compound = cells.parts(cell)
    if compound and (names or not cells.is_value(cell.text)):
        for n, (subgroup, part) in enumerate(compound):
            name = subgroup or (names[n] if names else "")
            yield replace(_with_value(known, part), subgroup=name, note="compound cell", rule="part of a compound cell")
    elif names and cells.is_value(cell.text):
        for name in names:
            yield replace(_with_value(known, cell), subgroup=name, is_shared_figure=True)
    elif cells.is_value(cell.text):
        shared = shared_labels(known.label)
        for label in shared:
            yield replace(_with_value(known, cell), label=label, is_shared_figure=len(shared) > 1)


def _with_value(proposal: ProposedValue, cell: Cell) -> ProposedValue:
    """Put a value into a proposal: a unit of its own replaces the row's, an empty cell is nobody's target."""
    is_empty = re.fullmatch(r"[-/—–－／]*", cell.text) is not None
    has_own_unit = re.search(r"[%％‰]$|\d[\u4e00-\u9fff]", cell.text) is not None
    return replace(
        proposal, start=cell.start, text=cell.text,
        unit_text="" if has_own_unit and proposal.unit_text not in ("%", "％") else proposal.unit_text,
        value_role="none" if is_empty else proposal.value_role,
        commitment_strength="" if is_empty else proposal.commitment_strength,
    )  # fmt: skip


def shared_labels(label: str) -> list[str]:
    """Return the labels that stand joined in one: A率和B率 are two, each a level."""
    outside = re.sub(r"[（(][^）)]*[）)]", lambda match: "　" * len(match[0]), label)
    pieces, start = [], 0
    for match in re.finditer("[和及、]", outside):
        pieces.append(label[start : match.start()])
        start = match.end()
    pieces.append(label[start:])
    is_level = words.pattern("W(?:[（(].*[）)])?$", "level_noun")
    return pieces if len(pieces) > 1 and all(is_level.search(piece) for piece in pieces) else [label]
