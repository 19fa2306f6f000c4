"""Why a number or coverage word is no value, by its surroundings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minsheng.documents import ledger
from minsheng.documents.document import Document, Span
from minsheng.documents.drafting import cells, expressions, words
from minsheng.inputs import grammar
from minsheng.inputs.rules import WORD_REASONS

_SURE = {
    "item_number", "contact", "document_number", "date", "table_number", "population_definition", "part_of_word",
}  # fmt: skip
"""Reasons that the ledger's guess is nearly always right about."""


@dataclass(frozen=True)
class Reason:
    """A reason with the rule behind it."""

    reason: str
    confidence: float
    rule: str


_HAN = "[\u4e00-\u9fff]"

# reason, confidence, before, the run itself, after: what the ledger's guess leaves open.
_FORMS = (
    ("date", 0.95, "", r"(?:19|20)\d\d", r"(?:学年|年度|届|版)"),
    ("date", 0.95, r"(?:19|20)\d\d\s*年\s*$", r"\d{1,2}", r"\s*月"),
    ("date", 0.95, r"月\s*$", r"\d{1,2}", r"\s*日"),
    ("date", 0.9, r"\d\s*[:：]$", r"\d{2}", ""),
    ("name", 0.9, r"[A-Za-z]$", r"\d+(?:\.\d+)?", ""),
    ("name", 0.85, "", r"\d+(?:\.\d+)?", r"[A-Za-z]{1,3}(?![a-z%])"),
    ("population_definition", 0.9, "", r"\d+(?:[-—~]\d+)?", r"\s*周?岁(?:以上|以下|及以上|以内)?[^，。；、]"),
    ("population_definition", 0.8, r"[^达到为超至]$", r"\d+", rf"(?:户|人|张|平方米|万人)(?:及?以上|以下){_HAN}"),
    ("population_definition", 0.8, r"[^达到为超至在]$", r"\d+", rf"(?:元|万元|[%％])以下的?{_HAN}"),
    ("population_definition", 0.8, r"[^达到为超至在]$", r"\d+", rf"(?:张|个|名){_HAN}{{1,3}}以上的?{_HAN}"),
    ("name", 0.85, r"第[^，。]{0,2}$", r".*", ""),
    ("code_phrase", 0.8, r"[“‘「][^”’」，。]{0,12}$", r".*", r"[^“‘「，。]{0,14}[”’」]"),
    ("date", 0.95, r"\d{4}-\d\d-\d\d\s+$", r"\d{1,2}", r":\d"),
    ("listed_count", 0.8, "", r".*", r"类[^，。；、]{2,20}[（(][^）)]*、"),
    ("listed_count", 0.7, r"等$", r".*", r"[大种类]|方面"),
    ("listed_count", 0.7, "", r".*", r"[个项](?:[\u4e00-\u9fff]{0,2})(?:领域|方面|层次|环节|目标|指标体系)"),
    ("listed_count", 0.6, "", r".*", r"[大种]"),
)  # fmt: skip


def reason(document: Document, run: Span, is_word: bool) -> Reason | None:
    """Return why a number or coverage word is no value, None where nothing says so.

    Args:
        document: the document.
        run: the number or word.
        is_word: whether it is a coverage word.
    """
    if is_word and (form := _of_place(document, run)):
        return form
    if is_word and words.pattern("^(?:W|应.尽.|愿.尽.)$", "promise_word").match(run.text) and _is_quoted(document, run):
        return None
    if _is_reached_age(document, run):
        return None
    if guessed := ledger.guess(document, run):
        if is_word and guessed not in (*WORD_REASONS, "name"):
            return Reason("description", 0.6, "word: in a fixed phrase")
        return Reason(guessed, 0.95 if guessed in _SURE else 0.85, f"ledger: {guessed}")
    before, after = document.text[max(0, run.start - 20) : run.start], document.text[run.end : run.end + 20]
    if is_word:
        return _of_word(run, before, after)
    for name, confidence, left, itself, right in _FORMS:
        if (
            (not left or re.search(f"(?:{left})", before))
            and re.fullmatch(itself, run.text)
            and (not right or re.match(right, after))
        ):
            return Reason(name, confidence, f"surroundings: {name}")
    return None


def _is_reached_age(document: Document, run: Span) -> bool:
    """Return whether an age is what a clause reaches or moves: 寿命达到82岁, 从16周岁延长至18周岁."""
    before, after = document.text[max(0, run.start - 6) : run.start], document.text[run.end : run.end + 8]
    is_end = re.match("\\s*周?岁(?:以上)?(?:[，。；、]|延长|提高|推迟)", after)
    return bool(is_end and words.pattern("(?:W|至|从|为)$", "reached_word").search(before))


def _is_quoted(document: Document, run: Span) -> bool:
    """Return whether quotes stand around the word and nothing else."""
    return document.text[run.start - 1 : run.start] in ("“", "‘") and document.text[run.end : run.end + 1] in ("”", "’")


def _of_place(document: Document, run: Span) -> Reason | None:
    """Return the reason of a word that stands in a title of a document or in a heading, or that two words make."""
    line, at = document.line_text(run.start), run.start - document.line_start(run.start)
    if line.rfind("《", 0, at) > line.rfind("》", 0, at):
        return Reason("name", 0.9, "word: in a title")
    if document.text[run.start - 1 : run.start] == "健" and run.text.startswith("全"):
        return Reason("description", 0.95, "word: half of another")
    is_heading = any(offset == run.start - at for offset, _ in document.headings[1:])
    if (
        is_heading
        and at < len(line.split("。")[0])
        and len(line.split("。")[0]) <= 30
        and not re.search(r"[，,]", line[:at])
    ):
        return Reason("heading", 0.85, "word: in a heading")
    return None


def _of_word(run: Span, before: str, after: str) -> Reason | None:
    if words.pattern("^(?:W|应.尽.|愿.尽.)$", "promise_word").match(run.text):
        return None
    double = re.match(grammar.sql("coverage_word_pattern"), after)
    if double and cells.is_value(run.text + double.group()):
        return None
    if run.text == "零" and expressions.figures().match(f"零{after}"):
        return None
    if run.text == "消除" and re.search("基本$|全面$", before):
        return None
    if run.text in ("每个", "所有", "全部", "全面") and is_said_of_all(run.text, before, after):
        return None
    if run.text in ("无", "零"):
        return Reason("part_of_word", 0.9, "word: part of another")
    if run.text == "均" and re.search("[平人户日年月次]$", before):
        return Reason("part_of_word", 0.95, "word: part of another")
    if re.match(r"[^，。；]{0,30}\d", after):
        return Reason("numbered_elsewhere", 0.7, "word: its clause has a figure")
    if run.text in ("全面", "普遍", "杜绝", "全体", "全域"):
        return Reason("goal_without_object", 0.75, "word: a degree or aim")
    return Reason("description", 0.5, "word: says how")


def is_said_of_all(word: str, before: str, after: str) -> bool:
    """Return whether a word promises a thing for each of its kind, without a figure: 每个县建有妇幼保健机构."""
    clause = re.split("[，。；;]", after)[0]
    stands_first = word in ("每个", "所有")
    done = words.pattern("建有|设有|实现|W", "stock_verb")
    if re.search(r"\d", clause):
        return False
    if stands_first:
        return bool(
            re.search("(?:^|[，。；、：:\n])$", before)
            and words.pattern(".{2,14}(?:建有|设有|都要|创成|建好|设立)").match(clause)
        )
    return bool(re.search("[\u4e00-\u9fff）)]$", before) and done.match(clause) and word != "全面")


def fallback(run: Span, is_word: bool) -> Reason:
    """Return what a run is most likely where no rule proposes a value or a reason."""
    if is_word:
        return Reason("goal_without_object", 0.4, "word: no value found")
    is_listed = re.match(r"[一二两三四五六七八九十]", run.text)
    return Reason("listed_count" if is_listed else "background", 0.3, "number: no value found")
