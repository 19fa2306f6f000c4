"""The ledger: every number and coverage word of a document is captured or excluded with a reason, never both.

Numbers are runs of digits, and Chinese numerals with a counting word; coverage words promise all, each or none without
a figure (both in macros/document_numbers.sql). Values are rows of the plan files, exclusions rows of exclusions.csv.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from minsheng.documents.document import Document, Span
from minsheng.messages import Message


@dataclass(frozen=True)
class Entry:
    """One number or coverage word of a document and what accounts for it."""

    number: Span
    is_word: bool
    values: tuple[Span, ...]
    """Captured values that touch the number; values that share one printed figure are one span."""
    is_excluded: bool

    @property
    def problem(self) -> str:
        """Say what is wrong with the entry, or ''."""
        kind = Message("a coverage word") if self.is_word else Message("a number")
        if len(self.values) > 1:
            return Message("{kind} in two captured values", kind=kind)
        if self.values and self.is_excluded:
            return Message("{kind} both captured and excluded", kind=kind)
        if not self.values and not self.is_excluded:
            return Message("{kind} neither captured nor excluded", kind=kind)
        if self.values and not (self.values[0].start <= self.number.start and self.number.end <= self.values[0].end):
            return Message("{kind} only partly inside its captured value", kind=kind)
        return ""


def entries(document: Document, values: list[Span], excluded: list[Span]) -> list[Entry]:
    """Account for every number and coverage word of a document, in their order.

    Args:
        document: the document.
        values: spans of its captured values, in any order.
        excluded: its exclusions.
    """
    spans = sorted({span for span in values if span.text}, key=lambda span: span.start)
    exclusions = set(excluded)
    found, first = [], 0
    for number, is_word in document.runs:
        while first < len(spans) and spans[first].end <= number.start:
            first += 1
        touching, n = [], first
        while n < len(spans) and spans[n].start < number.end:
            if spans[n].end > number.start:
                touching.append(spans[n])
            n += 1
        found.append(Entry(number, is_word, tuple(touching), number in exclusions))
    return found


def account(document: Document, values: pl.DataFrame, exclusions: pl.DataFrame) -> list[Entry]:
    """Account for every number and coverage word of a document from rows of its plan file and of exclusions.csv.

    Args:
        document: the document.
        values: its captured values with columns char_start and value_text.
        exclusions: its exclusions with columns char_start and run_text.
    """
    return entries(
        document,
        [Span(start, text) for start, text in values.select("char_start", "value_text").iter_rows()],
        [Span(start, text) for start, text in exclusions.select("char_start", "run_text").iter_rows()],
    )


# What a number that is no value most often is, by its surroundings: reason, before, the run itself, after.
_GUESSES = (
    ("item_number", r"(?:专栏|附件)\s*(?:\d+-)?$", r"\d+", ""),
    ("contact", r"(?:电话|邮编|邮政编码|号码)[^，。\n]{0,6}[0-9-]*$", r".*", r"(?!\s*[%％])"),
    ("contact", "", r"\d{6,}", ""),
    ("document_number", r"〔$", r"\d{4}", "〕"),
    ("document_number", "〕$", r"\d+", "号"),
    ("date", "", r"(?:19|20)\d\d", r"\s*(?:[-—、至到年]|/|–)|$"),
    ("date", r"\d{4}\s*[-—－至到]\s*$", r"(?:19|20)?\d\d", r"年?|$"),
    ("date", r"(?:年|\d{4}-)$", r"\d{1,2}", r"[月-]"),
    ("date", r"(?:月|\d-)$", r"\d{1,2}", r"日|\s|:"),
    ("item_number", r"(?:^|\n)[\t \u3000]*$", r"\d{1,2}", r"\s*[.．、](?!\d)"),
    ("table_number", r"(?:^|\n)\t$", r"\d{1,2}", r"\n"),
    ("table_number", r"(?:^|\n|\| )$", r"\d{1,2}", r" \|"),
    ("population_definition", "", r"\d+(?:-\d+)?", r"(?:-\d+)?周?岁"),
    ("population_definition", r"\d-$", r"\d+", r"周?岁"),
    ("name", r"PM$", r".*", ""),
    ("name", "", r"\d+", r"(?:分钟|小时).{0,10}圈|[GDP][^D]|号线"),
    ("name", r"[A-Za-z第]-?$", r".*", ""),
    ("code_phrase", r"[“‘][^”’]{0,6}$", r".*", r"[^”’]{0,10}[”’]"),
    ("code_phrase", r"\+$", r".*", ""),
    ("code_phrase", "", r".*", r"\+"),
)

_WORD_GUESSES = (
    ("part_of_word", "", "均", "[等衡匀]"),
    ("part_of_word", "[人平日年户次]$", "均", ""),
    ("part_of_word", "", "无", "[障线缝人]"),
    ("part_of_word", "", "零", "[工售散]"),
)


def guess(document: Document, number: Span) -> str:
    """Guess why a number is no value, from its surroundings; '' where nothing fits.

    A help for the first draft of exclusions; a person decides.
    """
    before, after = document.text[max(0, number.start - 20) : number.start], document.text[number.end : number.end + 20]
    for reason, left, itself, right in (*_WORD_GUESSES, *_GUESSES):
        if (
            re.search(f"(?:{left})$" if left else "", before)
            and re.fullmatch(itself, number.text)
            and re.match(right, after)
        ):
            return reason
    return ""


def section(document: Document, offset: int, values: pl.DataFrame) -> str:
    """Return the section of a place: of the captured values on both sides where they agree, else of its heading.

    Args:
        document: the document.
        offset: the place.
        values: its captured values with columns char_start (in order) and section.
    """
    at = values["char_start"].search_sorted(offset)
    if 0 < at < values.height and values["section"][at - 1] == values["section"][at]:
        return str(values["section"][at])
    return document.section(offset)
