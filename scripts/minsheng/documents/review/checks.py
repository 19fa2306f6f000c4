"""What a reader may write: the columns of the contract, spans of the document, reasons and codes that exist."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from minsheng.documents.document import Document, Span
from minsheng.documents.review import fold
from minsheng.documents.review.fold import Items
from minsheng.inputs import captured, contract, parsing, rules
from minsheng.inputs.violations import shown
from minsheng.messages import Message
from minsheng.paths import root
from minsheng.sql import quoted

if TYPE_CHECKING:
    import duckdb

_READ_WITH = frozenset(("label", "unit_text", "shared_operator", "value_role"))
"""Columns that the value grammar looks at."""
_LABEL_FIELDS = ("indicator_code", "match_grade", "reason_zh", "reason_en")


class Refused(Exception):
    """A decision that cannot be made; the message is one sentence."""


class Checks:
    """The rules for decisions on one document."""

    def __init__(self, document: Document, ledger: Mapping[Span, bool]) -> None:
        self.document = document
        self.ledger = ledger

    @cached_property
    def _runs(self) -> list[tuple[int, int, bool]]:
        return [(run.start, run.end, is_word) for run, is_word in self.ledger.items()]

    def inside(self, span: Span) -> list[bool]:
        """Return for each number and coverage word that a span touches whether it is a word."""
        first = bisect.bisect_right(self._runs, (span.start,))
        near = self._runs[max(first - 1, 0) : bisect.bisect_left(self._runs, (span.end,))]
        return [is_word for start, end, is_word in near if start < span.end and span.start < end]

    @cached_property
    def codes(self) -> dict[str, dict[str, tuple[str, str]]]:
        """Return the names of codes in Chinese and English, by code list."""
        found: dict[str, dict[str, tuple[str, str]]] = {}
        columns = ("code_list", "code", "name_zh", "name_en")
        for code_list, code, zh, en in captured.rows("codes").sort("sort_order").select(columns).iter_rows():
            found.setdefault(code_list, {})[code] = zh, en
        return found

    @cached_property
    def indicators(self) -> dict[str, tuple[str, str]]:
        """Return the names of the indicators, by code."""
        return self._names("indicators", "indicator_code")

    @cached_property
    def bodies(self) -> dict[str, tuple[str, str]]:
        """Return the names of the responsible bodies, by identifier."""
        return self._names("organizations", "organization_id")

    @cached_property
    def regions(self) -> dict[str, tuple[str, str]]:
        """Return the names of the places, by code."""
        return self._names("regions", "region_code")

    def _names(self, kind: str, code: str) -> dict[str, tuple[str, str]]:
        rows = captured.rows(kind).select(code, "name_zh", "name_en").iter_rows()
        return {code: (zh, en) for code, zh, en in rows}

    @cached_property
    def _engine(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        return duckdb.connect()

    @cached_property
    def _rules(self) -> list[rules.Rule]:
        columns = [c for c in contract.plan_values().columns if c.name in fold.value_fields()]
        return [rule for column in columns for rule in (*rules.of_field(column), *rules.of_letters(column))]

    def value(self, span: Span, fields: Mapping[str, str], changed: Iterable[str] | None = None) -> None:
        """Refuse columns that the contract of plan values, or the value grammar, does not take.

        Args:
            span: the value in its place.
            fields: its columns.
            changed: those that were another before; None for a new value.

        Raises:
            Refused: naming the column, what was found and what is expected.
        """
        for name in fields:
            if name not in fold.value_fields():
                raise Refused(Message("{name} is no column of a value", name=shown(name)))
        filled = {name: fields.get(name, "") for name in fold.value_fields()}
        cells = ", ".join(f"{quoted(text)} as {name}" for name, text in filled.items())
        broken = ", ".join(f"coalesce({rule.wrong}, false)" for rule in self._rules)
        row = self._engine.execute(f"select {broken} from (select {cells})").fetchone() or ()
        for rule, is_broken in zip(self._rules, row, strict=True):
            if is_broken:
                raise Refused(
                    Message(
                        "{column}: found {found}; expected {expected}",
                        column=rule.column,
                        found=shown(filled[rule.column]),
                        expected=rule.expected,
                    )
                )
        if filled["region_code"] not in self.regions:
            raise Refused(
                Message(
                    "region_code: found {found}; expected a code of regions.csv", found=shown(filled["region_code"])
                )
            )
        if changed is not None and _READ_WITH.isdisjoint(changed):
            return
        (parsed,) = parsing.parse([{**filled, "value_text": span.text}])
        if refusal := parsed.refusal:
            raise Refused(
                Message(
                    "{column}: found {found}; expected {expected}",
                    column=refusal.column,
                    found=shown(refusal.found),
                    expected=refusal.expected,
                )
            )
        if (parsed.read["operator"] == "none") != (filled["value_role"] == "none"):
            raise Refused(
                Message(
                    "{column}: found {found}; expected {expected}",
                    column="value_role",
                    found=shown(filled["value_role"]),
                    expected=rules.ROLE_OF_EMPTY_CELLS,
                )
            )

    def place(self, span: Span, items: Items) -> None:
        """Refuse a new value that is no stretch of the document, cuts a number, or lies across another value.

        Raises:
            Refused: with the place.
        """
        if not span.text or self.document.text[span.start : span.end] != span.text:
            raise Refused(
                Message(
                    "the document has another text than {text} at {start}", text=shown(span.text), start=str(span.start)
                )
            )
        for run in self.ledger:
            if run.start < span.end and span.start < run.end and not (span.start <= run.start and run.end <= span.end):
                raise Refused(
                    Message(
                        "{text} cuts {number} at {start}; select all of it",
                        text=shown(span.text),
                        number=shown(run.text),
                        start=str(run.start),
                    )
                )
        for item in items.values():
            if item.is_value and item.span != span and item.span.start < span.end and span.start < item.span.end:
                raise Refused(
                    Message(
                        "{text} at {start} is a value there; reject it first",
                        text=shown(item.span.text),
                        start=str(item.span.start),
                    )
                )

    def reason(self, reason: str, span: Span, of_rejection: bool) -> None:
        """Refuse a reason that does not exist, or that says nothing of what stands there.

        Raises:
            Refused: with the reasons that there are.
        """
        inside = self.inside(span)
        known = [reason for reason in fold.REJECTIONS if any(fold.fits(reason, is_word) for is_word in inside)]
        if of_rejection:
            known.append(fold.REPLACED)
        if reason not in known:
            raise Refused(
                Message("reason: found {reason}; expected one of {known}", reason=shown(reason), known=", ".join(known))
            )

    def match(self, fields: Mapping[str, str]) -> None:
        """Refuse a match to an indicator that does not exist, or whose grade is not explained.

        Raises:
            Refused: naming the column.
        """
        code, grade = fields.get("indicator_code", ""), fields.get("match_grade", "")
        if unknown := next((name for name in fields if name not in _LABEL_FIELDS), None):
            raise Refused(Message("{unknown} is no column of a match", unknown=shown(unknown)))
        if code not in self.indicators:
            raise Refused(Message("indicator_code: found {code}; expected a code of indicators.csv", code=shown(code)))
        if grade not in self.grades:
            raise Refused(
                Message(
                    "match_grade: found {grade}; expected one of {grades}",
                    grade=shown(grade),
                    grades=", ".join(self.grades),
                )
            )
        reasons = [fields.get("reason_zh", ""), fields.get("reason_en", "")]
        if not all(map(fold.is_plain, reasons)):
            raise Refused(Message("reason: found a line break or a sign that cannot be seen; expected one line"))
        if grade == "exact" and any(reasons):
            raise Refused(Message("reason: found a difference; expected none where the grade is exact"))
        if grade != "exact" and not all(reasons):
            raise Refused(
                Message(
                    "reason: found nothing; expected what differs, in Chinese and English, for {grade}", grade=grade
                )
            )

    @cached_property
    def grades(self) -> tuple[str, ...]:
        """Return the grades of a match."""
        columns = contract.reference(root() / "seeds/reference/indicator_matches.csv").columns
        return next(column.accepted for column in columns if column.name == "match_grade")

    def body(self, organization_id: str) -> None:
        """Refuse a body that does not exist.

        Raises:
            Refused: naming it.
        """
        if organization_id not in self.bodies:
            raise Refused(
                Message(
                    "organization_id: found {organization_id}; expected an identifier of organizations.csv",
                    organization_id=shown(organization_id),
                )
            )
