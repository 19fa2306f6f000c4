"""The same items as a workbook, for people without Python: drop-downs to decide, read back as decisions.

Every text is written as text, never as a formula, and a formula is never read. Each row hides what was proposed when
the workbook was written, so that a row is taken only if the item is still as the reader saw it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from minsheng import durable
from minsheng.documents.review import fold
from minsheng.documents.review.checks import Refused
from minsheng.documents.review.fold import Item, State
from minsheng.documents.review.session import Act, Session
from minsheng.documents.review.translations import FIELDS, TEXTS
from minsheng.inputs import contract
from minsheng.inputs.violations import shown
from minsheng.messages import Message, joined

_MAX_BYTES = 50_000_000
_ADDED = 200
"""Blank rows for values that nobody proposed."""
_KEPT = ("key", "state", "confidence", "context", "text")
_SHEETS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    # kind: sheet, decisions, columns besides those kept
    "value": ("values", ("accept", "reject"), ()),
    "exclusion": ("exclusions", ("accept", "exclude"), ()),
    "label": ("labels", ("match", "new", "later"), ("indicator_code", "match_grade", "reason_zh", "reason_en")),
    "body": ("bodies", ("accept", "edit", "later"), ("organization_id",)),
}
_FORMULA = "\x00"
"""What the text of a formula is made to begin with."""
_SEEN = "as seen"
"""Heading of the hidden column."""


class UnreadableSheet(Exception):
    """A workbook that is none of ours, or whose rows cannot be taken."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def write(session: Session, path: Path) -> None:
    """Write all items of a reader as a workbook, in one step.

    Raises:
        OSError: it cannot be written.
    """
    import xlsxwriter

    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content)
    _write_codes(workbook, session)
    for kind, (name, *_) in _SHEETS.items():
        rows = [_cells(session, item) for item in session.items.values() if item.kind == kind]
        _write_sheet(workbook, session, kind, name, rows)
    workbook.close()
    durable.write_bytes(path, content.getvalue())


def columns(kind: str) -> list[str]:
    """Return the columns of a sheet in order."""
    own = {"value": list(fold.value_fields()), "exclusion": ["section"]}.get(kind, list(_SHEETS[kind][2]))
    candidates = ["candidate_1", "candidate_2", "candidate_3"] if kind == "label" else []
    reason = ["reason"] if kind in ("value", "exclusion") else []
    return ["decision", *reason, *_KEPT, *candidates, *own, _SEEN]


def _cells(session: Session, item: Item) -> dict[str, str]:
    proposal = session.review.proposals.get(item.id)
    row = {**item.fields, "key": item.key, "state": str(item.state)}
    row["confidence"] = f"{proposal.confidence:g}" if proposal else ""
    if item.kind in ("value", "exclusion"):
        span = item.span
        row |= {"text": span.text, "context": session.review.document.around(span.start, span.end, 30)}
    if item.kind == "value":
        row["reason"] = item.reason
    for n, candidate in enumerate(proposal.candidates if proposal else (), 1):
        warned = f" ✗ {candidate['non_match']}" if candidate["non_match"] else ""
        name = session.checks.indicators.get(candidate["indicator_code"], ("", ""))[0]
        row[f"candidate_{n}"] = f"{candidate['indicator_code']} {name} {candidate['score']}{warned}"
    row[_SEEN] = json.dumps([item.state, dict(item.fields)], ensure_ascii=False)
    return row


def _write_sheet(workbook: Any, session: Session, kind: str, name: str, rows: list[dict[str, str]]) -> None:
    sheet = workbook.add_worksheet(name)
    named, bold = columns(kind), workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for column, heading in enumerate(named):
        sheet.write_string(0, column, heading, bold)
        if heading in FIELDS:
            en, zh = FIELDS[heading]
            sheet.write_comment(0, column, f"{zh}\n{en}")
        for number, row in enumerate(rows, 1):
            if row.get(heading):
                sheet.write_string(number, column, row[heading])
    last = len(rows) + (_ADDED if kind == "value" else 0)
    for heading, source in _lists(session, kind).items():
        rule = {"validate": "list", "source": source, "error_type": "stop"}
        sheet.data_validation(1, named.index(heading), max(last, 1), named.index(heading), rule)
    for heading, width in {"context": 60, "label": 30, "candidate_1": 45, "candidate_2": 30, "candidate_3": 30}.items():
        if heading in named:
            sheet.set_column(named.index(heading), named.index(heading), width)
    sheet.set_column(len(named) - 1, len(named) - 1, None, None, {"hidden": True})
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(last, 1), len(named) - 2)


def _lists(session: Session, kind: str) -> dict[str, list[str] | str]:
    """Return what the drop-downs of a sheet hold, by column; a long list stands in the sheet of codes."""
    decisions = [*_SHEETS[kind][1], *(["add"] if kind == "value" else [])]
    found: dict[str, list[str] | str] = {"decision": decisions}
    if kind in ("value", "exclusion"):
        found["reason"] = f"=codes!$A$2:$A${len(fold.REJECTIONS) + 1}"
    if kind == "value":
        known = {c.name: c for c in contract.plan_values().columns}
        for name in fold.value_fields():
            if known[name].accepted or known[name].type == "boolean":
                found[name] = list(known[name].accepted or ("true", "false"))
    if kind == "label":
        found["match_grade"] = list(session.checks.grades)
    return found


def _write_codes(workbook: Any, session: Session) -> None:
    """Write what the reasons are called, as the first sheet, with a word on how to use the others."""
    sheet = workbook.add_worksheet("codes")
    names = session.checks.codes["exclusion_reason"] | {fold.REPLACED: TEXTS["replaced"][::-1]}
    bold = workbook.add_format({"bold": True})
    for column, heading in enumerate(("reason", "中文", "English", "", "")):
        sheet.write_string(0, column, heading, bold)
    for row, reason in enumerate(fold.REJECTIONS, 1):
        for column, text in enumerate((reason, *names.get(reason, ("", "")))):
            sheet.write_string(row, column, text)
    for row, text in enumerate(_NOTES):
        sheet.write_string(row, 4, text)
    sheet.set_column(0, 2, 26)
    sheet.set_column(4, 4, 90)


_NOTES = (
    "decision: 在每一行选择；空白即未定。A blank decision leaves the item open.",
    "accept: 接受（可同时改各栏）。Take the row, with whatever you changed in its columns.",
    "reject / exclude: 不是数值，并选 reason。No value; choose a reason.",
    "add: 在表末空行新增数值，context 写一段只出现一次的原文，数值用⟦⟧标出。",
    "add: a value of your own, in a blank row at the end; context is a stretch that occurs once, the value in ⟦⟧.",
    "match: 填 indicator_code 与 match_grade。new: 需新建指标。later: 以后再定。",
)


def take(session: Session, path: Path) -> int:
    """Take the decisions of a workbook: all of them or none; return how many.

    Raises:
        UnreadableSheet: with a line for each row that cannot be taken.
        OSError: they cannot be written.
    """
    problems: list[str] = []
    acts: list[Act] = []
    for kind, place, row in _rows(path):
        try:
            act = _act(session, kind, row)
            if act:
                session.check(act)
                acts.append(act)
        except Refused as refusal:
            problems.append(joined(": ", [place, refusal]))
    if problems:
        raise UnreadableSheet(problems)
    if acts:
        try:
            session.decide(acts)
        except Refused as refusal:
            raise UnreadableSheet([joined(": ", [path.name, refusal])]) from None
    return len(acts)


def _rows(path: Path) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield kind, place and cells of every row with a decision."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        if path.stat().st_size > _MAX_BYTES:
            raise UnreadableSheet([Message("{name} is larger than {most} bytes", name=path.name, most=_MAX_BYTES)])
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > 10 * _MAX_BYTES:
                raise UnreadableSheet(
                    [Message("{name} unpacks to more than {most} bytes", name=path.name, most=10 * _MAX_BYTES)]
                )
        workbook = openpyxl.load_workbook(path, read_only=True)
    except FileNotFoundError:
        raise UnreadableSheet([Message("there is no file {path}", path=path)]) from None
    except (OSError, zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise UnreadableSheet([Message("{name} is no workbook: {error}", name=path.name, error=error)]) from None
    for kind, (name, *_) in _SHEETS.items():
        if name not in workbook.sheetnames:
            raise UnreadableSheet(
                [
                    Message(
                        "{file} has no sheet {sheet}; expected a workbook that --xlsx wrote", file=path.name, sheet=name
                    )
                ]
            )
        lines = workbook[name].iter_rows()
        named = [str(cell.value or "") for cell in next(lines, ())]
        if missing := [column for column in columns(kind) if column not in named]:
            raise UnreadableSheet(
                [Message("{file}!{sheet}: no column {missing}", file=path.name, sheet=name, missing=", ".join(missing))]
            )
        for number, cells in enumerate(lines, 2):
            row = {heading: cell for heading, cell in zip(named, cells, strict=False) if heading}
            if row["decision"].value not in (None, ""):
                yield kind, f"{path.name}!{name}:{number}", {name: _text(cell) for name, cell in row.items()}


def _text(cell: Any) -> str:
    """Return what a cell says; a formula is told by a sign that no text of ours begins with."""
    if cell.value is None:
        return ""
    if cell.data_type == "f":
        return f"{_FORMULA}{cell.value}"
    if isinstance(cell.value, bool):
        return str(cell.value).lower()
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return str(cell.value).strip()


def _act(session: Session, kind: str, row: Mapping[str, str]) -> Act | None:
    """Return what a row decides, None where that is what is decided already.

    Raises:
        Refused: it decides nothing that can be.
    """
    for column, text in row.items():
        if text.startswith(_FORMULA) or (column != "context" and not fold.is_plain(text)):
            raise Refused(
                Message("{column}: found a formula or a line break; expected text on one line", column=column)
            )
    decision, accepted = row["decision"], (*_SHEETS[kind][1], *(("add",) if kind == "value" else ()))
    if decision not in accepted:
        raise Refused(
            Message(
                "decision: found {decision}; expected one of {accepted}",
                decision=shown(decision),
                accepted=", ".join(accepted),
            )
        )
    own = [column for column in columns(kind) if column not in ("decision", "reason", _SEEN, *_KEPT)]
    fields = {column: row[column] for column in own if not column.startswith("candidate_")}
    if decision == "add":
        return Act("value", session.find(row["context"]), "add", {name: text for name, text in fields.items() if text})
    item = session.items.get((kind, row["key"]))
    if item is None:
        raise Refused(Message("key: found {key}; expected an item of this plan", key=shown(row["key"])))
    if json.dumps([item.state, dict(item.fields)], ensure_ascii=False) != row[_SEEN]:
        raise Refused(
            Message("{key} has changed since the workbook was written; write it again", key=shown(row["key"]))
        )
    if kind == "value":
        fields = {"reason": row["reason"]} if decision == "reject" else fields
        is_standing = item.is_value and item.state != State.proposed
        return Act(kind, item.key, "edit" if decision == "accept" and is_standing else decision, fields)
    if kind == "exclusion":
        is_same = decision == "accept" and row["reason"] == item.fields.get("reason", "")
        return Act(kind, item.key, "accept" if is_same else "exclude", {} if is_same else {"reason": row["reason"]})
    if kind == "body" and decision == "accept" and fields["organization_id"] != item.fields.get("organization_id", ""):
        decision = "edit"
    return Act(kind, item.key, decision, {name: text for name, text in fields.items() if text})
