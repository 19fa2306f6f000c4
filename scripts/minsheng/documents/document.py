"""The captured documents: their text, their lines, their numbered headings, their numbers."""

from __future__ import annotations

import bisect
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from minsheng.inputs import captured, grammar
from minsheng.inputs.violations import Violation
from minsheng.messages import Message, _
from minsheng.paths import documents
from minsheng.text import hinted, os_error

_HEADINGS = (
    # level, form of a line that opens it, what the section code takes from it
    (0, re.compile(r"附件\s*(\d*)[:：]?\s*$"), "附件{}"),
    (0, re.compile(r"注：()"), "注{}"),
    (1, re.compile(r"([一二三四五六七八九十]+)、"), "{}"),
    (2, re.compile(r"[（(]([一二三四五六七八九十]+)[）)]"), "({})"),
    (3, re.compile(r"(\d+)[.．、]\s*(?!\d)"), "{}"),
    (4, re.compile(r"专栏\s*(\d+-\d+)"), "专栏{}"),
)


class UnreadableDocument(Exception):
    """A document is not in its folder, or is no text."""


@dataclass(frozen=True)
class Span:
    """A stretch of a document."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Return the offset after the span."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Document:
    """The captured text of one plan."""

    plan_id: str
    path: Path
    sha256: str
    """Hash that plans.csv gives."""
    characters: int
    """Length in code points that plans.csv gives."""
    first_year: str
    last_year: str

    @cached_property
    def content(self) -> bytes:
        """Return the file's bytes.

        Raises:
            UnreadableDocument: the file cannot be read.
        """
        try:
            return self.path.read_bytes()
        except OSError as error:
            is_missing = isinstance(error, FileNotFoundError)
            reason = Message("no such file") if is_missing else os_error(error)
            raise UnreadableDocument(reason) from None

    @cached_property
    def text(self) -> str:
        """Return the text, read as UTF-8 without newline translation.

        Raises:
            UnreadableDocument: the file cannot be read, or is not UTF-8.
        """
        try:
            return self.content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise UnreadableDocument(Message("bytes that are not UTF-8 at {start}", start=str(error.start))) from None

    @cached_property
    def found_sha256(self) -> str:
        """Return the hash of the file as it is."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def line(self, offset: int) -> int:
        """Return the line number of an offset, from 1."""
        return bisect.bisect_right(self._line_starts, offset)

    def line_start(self, offset: int) -> int:
        """Return the offset at which the line of an offset starts."""
        return self._line_starts[self.line(offset) - 1]

    def line_text(self, offset: int) -> str:
        """Return the line of an offset."""
        return self.text[self.line_start(offset) :].split("\n", 1)[0]

    def around(self, start: int, end: int, width: int = 20) -> str:
        """Return a stretch of text with its surroundings on the same line, marked with ⟦ ⟧."""
        before = self.text[max(0, start - width) : start].rsplit("\n", 1)[-1]
        after = self.text[end : end + width].split("\n", 1)[0]
        return f"{before}⟦{self.text[start:end]}⟧{after}".strip()

    @cached_property
    def numbers(self) -> list[Span]:
        """Return every number of the document, in order: digits, or a Chinese numeral with its counting word."""
        pattern = re.compile(grammar.sql("document_number_pattern"))
        return [Span(match.start(), match.group()) for match in pattern.finditer(self.text)]

    @cached_property
    def coverage_words(self) -> list[Span]:
        """Return every word of the document that may promise all, each or none, in order."""
        pattern = re.compile(grammar.sql("coverage_word_pattern"))
        return [Span(match.start(), match.group()) for match in pattern.finditer(self.text)]

    @cached_property
    def runs(self) -> list[tuple[Span, bool]]:
        """Return every number and coverage word, and whether it is a word, in order."""
        runs = [(number, False) for number in self.numbers] + [(word, True) for word in self.coverage_words]
        return sorted(runs, key=lambda run: run[0].start)

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """Return (offset, section code) of every numbered heading, in order.

        A guess from the form of the lines (一、, （一）, 1., 专栏4-1, 附件1), good enough to sort numbers by section.
        """
        found, path = [(0, "前言")], ["", "", ""]
        for start in self._line_starts:
            line = self.text[start : start + 40].split("\n", 1)[0].lstrip("\t \u3000")
            for level, form, code in _HEADINGS:
                if not (match := form.match(line)):
                    continue
                if 1 <= level <= 3:
                    if level == 3 and (not path[0] or found[-1][1].startswith(("专栏", "附件"))):
                        break
                    path[level - 1 :] = [code.format(match[1]), *[""] * (3 - level)]
                    found.append((start, "".join(path)))
                else:
                    found.append((start, code.format(match[1])))
                break
        return found

    def section(self, offset: int) -> str:
        """Return the section code of an offset."""
        n = bisect.bisect_right(self.headings, (offset, "\uffff"))
        return self.headings[n - 1][1]


def folder(named: Path | None = None) -> Path:
    """Return the folder of the documents (`minsheng.paths.documents`).

    Raises:
        FileNotFoundError: there is no such folder.
    """
    path = documents(named)
    if not path.is_dir():
        hint = _("name their folder with --sources or MINSHENG_SOURCES")
        raise FileNotFoundError(hinted(_("there is no folder of documents at {path}").format(path=path), hint))
    return path


def load(sources: Path, plan_id: str | None = None) -> list[Document]:
    """Return the documents of all plans, or of one, in the order of seeds/reference/plans.csv; landed plans follow.

    Args:
        sources: their folder; none lies outside of it.
        plan_id: the document of this plan only.

    Raises:
        UnreadableRows: a plan names no file of that folder, or its length is no number.
    """
    found, violations = [], []
    for row in captured.rows("plans", plan_id).iter_rows(named=True):
        name = row["source_file"]
        if name in ("", ".", "..") or Path(name).name != name or "\0" in name:
            expected = Message("the name of a file in the folder of the documents")
            violations.append(Violation(row["file"], row["line"], "source_file", repr(name), expected))
        elif not row["source_characters"].isdecimal():
            expected = Message("the length of the document in characters")
            characters = repr(row["source_characters"])
            violations.append(Violation(row["file"], row["line"], "source_characters", characters, expected))
        else:
            sizes = row["source_sha256"], int(row["source_characters"])
            found.append(Document(row["plan_id"], sources / name, *sizes, row["first_year"], row["last_year"]))
    if violations:
        raise captured.UnreadableRows(violations)
    return found
