"""Values of running text: each figure or coverage word of a clause, with the label that the clause gives it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from minsheng.documents.document import Document, Span
from minsheng.documents.drafting import cells, expressions, labels, periods, words
from minsheng.documents.drafting.expressions import Expression
from minsheng.documents.drafting.model import ProposedValue
from minsheng.documents.drafting.periods import Frame
from minsheng.documents.drafting.places import Places
from minsheng.documents.drafting.sentences import Sentence
from minsheng.inputs import grammar

_NOUN_END = re.compile(r"[，,。；;、：:！？!?]|$")
_REMARK = re.compile(r"[（(][^）)]{1,20}[）)]")
_SAID_OF_ALL = ("每个", "所有", "全部", "消除")
_ONWARD = re.compile("(?:增加|提高|提升|缩小|下降|降低|增长|延长|扩大|上升)(?:到|至)")
_REMARK_BEFORE = re.compile(r"^[（(][^）)]*[）)]")
_SHARE = re.compile(r"[%％‰]|分之|百分点|倍|:1|\d分(?!钟)|\d元")
_NUMERAL = re.compile("[一二两三四五六七八九十百千]")
_MAX_NOUN = 40


@dataclass(frozen=True)
class Item:
    """A value being read: its expression in a sentence, and what came before."""

    sentence: Sentence
    expression: Expression
    chain: str
    """The words from the clause's beginning, of the first item of its list."""
    before: str
    after: str
    is_continued: bool
    """Whether it follows another value of the same list."""

    @property
    def text(self) -> str:
        """Return the value's text."""
        return self.sentence.text[self.expression.start : self.expression.end]


class Reader:
    """Reads the running text of one document."""

    def __init__(self, document: Document, frame: Frame, places: Places, is_past: Callable[[int], bool]) -> None:
        """Keep what the values depend on.

        Args:
            document: the document.
            frame: the plan's years.
            places: the plan's places.
            is_past: whether the section of an offset records what was.
        """
        self._document, self._frame, self._places, self._is_past = document, frame, places, is_past

    def read(self, sentence: Sentence, runs: list[Span]) -> Iterator[ProposedValue]:
        """Yield the values of a sentence.

        Args:
            sentence: the sentence.
            runs: its numbers and coverage words, but for those that are surely no value.
        """
        found = [
            expression
            for expression in _with_coverage(sentence, runs)
            if expression.kind == "external" or any(_holds(sentence, expression, run) for run in runs)
        ]
        previous: list[ProposedValue] = []
        for n in range(len(found)):
            item = _item(sentence, found, n)
            proposals = [self._complete(proposal, item) for proposal in _labelled(item, previous)]
            yield from (replace(proposal, note="") for proposal in proposals)
            previous = [*previous, *proposals]

    def _complete(self, proposal: ProposedValue, item: Item) -> ProposedValue:
        """Add section, years, place, strength and distribution to a labelled value."""
        start = item.sentence.start + item.expression.start
        has_count_unit = item.expression.kind == "figure" and not _SHARE.search(item.text)
        until = item.sentence.text[: item.expression.start]
        if self._is_past(start):  # what is recorded there has the year of its paragraph
            until = self._document.text[self._document.line_start(start) : start]
        clause = item.chain + item.before
        period = periods.of_text(until, proposal.label, has_count_unit, self._frame, self._is_past(start), clause)
        if expressions.is_change(item.text):
            period = periods.of_change(period, item.text, self._frame)
        strength = "pledged" if period.role == "target" else ""
        if strength:
            since = until[max(until.rfind("；"), until.rfind(";")) + 1 :]
            if words.pattern("W", "basic").search(clause):
                strength = "basic"
            elif words.pattern("W", "striven_for").search(since):
                strength = "striven_for"
        kinds = ("each_county", "each_township", "each_village", "each_institution")
        spread = [name for name in kinds if words.pattern("W", name).search(clause)]
        is_coverage = item.expression.kind == "coverage"
        return replace(
            proposal, start=start, text=item.text, section=self._document.section(start),
            region_code=self._places.of_text(proposal.label), period=period.period, period_basis=period.basis,
            value_role=period.role, is_period_inferred=period.is_inferred, commitment_strength=strength,
            distribution=spread[0] if spread and not is_coverage else "whole",
            confidence=round(proposal.confidence * (0.7 + 0.3 * period.confidence), 2),
        )  # fmt: skip


def _holds(sentence: Sentence, expression: Expression, run: Span) -> bool:
    start, end = sentence.start + expression.start, sentence.start + expression.end
    return start <= run.start and run.end <= end


def _with_coverage(sentence: Sentence, runs: list[Span]) -> list[Expression]:
    """Return the figures of a sentence, and its coverage words that may stand for a value."""
    found = expressions.find(sentence.text)
    promise = words.pattern("^(?:W|应[一-鿿]尽[一-鿿]|愿[一-鿿]尽[一-鿿])$", "promise_word")
    word = re.compile(grammar.sql("coverage_word_pattern"))
    for n, run in enumerate(runs):
        start = run.start - sentence.start
        end = start + len(run.text)
        following = runs[n + 1] if n + 1 < len(runs) else None
        is_double = (
            following is not None
            and following.start == run.end
            and word.fullmatch(run.text)
            and word.fullmatch(following.text)
            and cells.is_value(run.text + following.text)
        )
        if is_double and following:
            end += len(following.text)
        is_taken = any(e.start < end and start < e.end for e in found)
        if is_taken or not (promise.match(run.text) or is_double or run.text in _SAID_OF_ALL):
            continue
        found.append(Expression(start, end, "coverage"))
    return sorted(found, key=lambda expression: expression.start)


def _item(sentence: Sentence, found: list[Expression], n: int) -> Item:
    """Return an expression with the words on its sides."""
    expression, text = found[n], sentence.text
    clause = sentence.clause_start(expression.start)
    last = found[n - 1].end if n else -1
    is_continued = last > clause and last >= 0
    start = max(clause, last)
    before = text[start : expression.start]
    if is_continued:
        before = _REMARK_BEFORE.sub("", before)
    after = _noun_after(sentence, expression, found[n + 1].start if n + 1 < len(found) else len(text))
    return Item(sentence, expression, text[clause:start], before, after, is_continued)


def _noun_after(sentence: Sentence, expression: Expression, limit: int) -> str:
    """Return what is counted where it is printed behind the figure: 新增10个照料中心."""
    rest = sentence.text[expression.end : limit]
    depth = 0
    for n, character in enumerate(rest[:_MAX_NOUN]):
        depth += (character in "（(“《") - (character in "）)”》")
        if depth < 0 or (depth == 0 and _NOUN_END.match(character)):
            rest = rest[:n]
            break
    else:
        rest = rest[:_MAX_NOUN]
    if limit < len(sentence.text):
        rest = re.sub("[和及与]$", "", rest)
    return rest.strip()


def _labelled(item: Item, previous: list[ProposedValue]) -> Iterator[ProposedValue]:
    """Yield one proposal for each thing that the expression is said of."""
    printed = item.before.strip(" 　、，,")
    own = labels.stripped(item.before)
    base = ProposedValue(0, "", "")
    is_shared = re.search("(?:均|都|各)(?:达到?|超过?|实现|为)?$", printed)
    is_numeral = item.expression.kind == "figure" and _NUMERAL.match(item.text) and not re.search(r"\d", item.text)
    if item.is_continued and previous and "分别" in item.chain:
        yield from _paired(previous, base)
        return
    label, confidence, rule = _label(item, own, previous)
    if not label:
        return
    if is_numeral:
        verb = words.pattern("W$", "flow_verb", "stock_verb", "reached_word").search(printed)
        goes_on = item.is_continued and previous and previous[-1].rule == "numeral in Chinese"
        if not (labels.verb_of(own) or verb or goes_on) or item.text.startswith("一"):
            return
        confidence, rule = 0.5, "numeral in Chinese"
    if "分别" in printed:
        pieces = labels.heads(label)
        yield replace(base, label=pieces[0], confidence=0.75, rule="heads and figures in order", note="\n".join(pieces))
        return
    pieces = labels.heads(label) if is_shared else [label]
    for piece in pieces:
        yield replace(
            base, label=piece, is_shared_figure=len(pieces) > 1, confidence=0.8 if len(pieces) > 1 else confidence,
            rule="one figure of several things" if len(pieces) > 1 else rule,
        )  # fmt: skip


def _paired(previous: list[ProposedValue], base: ProposedValue) -> Iterator[ProposedValue]:
    """Yield the label whose turn it is, where heads and figures stand in order."""
    first = next((p for p in reversed(previous) if p.rule == "heads and figures in order" and p.note), None)
    pieces = first.note.split("\n") if first else []
    turn = sum(1 for p in previous if first and p.start >= first.start)
    label = pieces[turn] if turn < len(pieces) else previous[-1].label
    yield replace(base, label=label, confidence=0.75, rule="heads and figures in order")


def _label(item: Item, own: str, previous: list[ProposedValue]) -> tuple[str, float, str]:
    """Return the label of an item, how sure it is, and by which rule."""
    last = previous[-1].label if previous else ""
    remark = _REMARK.match(item.after)
    if remark and item.expression.kind == "figure":
        label, confidence, rule = _label(replace(item, after=""), own, previous)
        return label + remark.group(), confidence, rule
    if item.expression.kind == "coverage":
        if item.is_continued and not own and not item.after and last:
            return last, 0.6, "second word of a list"
        return _coverage_label(item, own), 0.8, "coverage word"
    own += _verb_inside(item.text)
    if item.after and not item.after.startswith(("”", "的目标")):
        verb = labels.verb_of(labels.stripped(item.chain)) if item.is_continued and not own else ""
        return labels.stripped(verb + own + item.after), 0.75, "noun behind the figure"
    if _ONWARD.match(item.before.strip()) and last:
        return last, 0.7, "second figure of a change"
    if not own or own == labels.verb_of(own):
        if item.is_continued and last:
            return last, 0.5, "second figure of a thing"
        return labels.stripped(_clause_before(item)) or own, 0.6, "label in the clause before"
    if labels.is_bare(own):
        subject = last if last and (item.is_continued or _ends_before(item, previous[-1])) else ""
        subject = subject or labels.stripped(_clause_before(item))
        if subject:
            return labels.with_subject(own, subject), 0.65, "bare rate with the subject before"
    if item.is_continued and not labels.verb_of(own) and not labels.is_level(own):
        verb = labels.verb_of(labels.stripped(item.chain)) or (labels.verb_of(last))
        return verb + own, 0.8, "verb of the list"
    return own, 0.92 if labels.is_level(own) or labels.verb_of(own) else 0.8, "clause before the figure"


def _coverage_label(item: Item, own: str) -> str:
    """Return what is to be covered, '' where the word only describes what follows it."""
    if item.after and not item.after.startswith("”"):
        if item.text.endswith("覆盖"):
            return item.after if not item.before.strip() else ""
        if item.text in ("消除", "全面消除"):
            return item.after
        own += item.after
    if not own and item.text.startswith(("应", "愿")):
        return ""
    own = own or labels.stripped(_clause_before(item))
    return words.pattern("^W", "coverage_lead").sub("", own)


def _verb_inside(text: str) -> str:
    """Return the verb that stands in a value's text: 建成 of 至少建成1个."""
    found = re.search("[\u4e00-\u9fff]+?(?=[\\d一二两三四五六七八九十])", text)
    verb = words.pattern("W$", "flow_verb", "stock_verb").search(found.group()) if found else None
    return verb.group() if verb and not text.startswith("控制") else ""


def _ends_before(item: Item, last: ProposedValue) -> bool:
    """Return whether the last value ended in the clause before that of an item."""
    start = item.sentence.clause_start(item.expression.start)
    before = item.sentence.clause_start(max(start - 1, 0))
    return last.end > item.sentence.start + before


def _clause_before(item: Item) -> str:
    """Return the clause before that of an item."""
    end = max(item.sentence.clause_start(item.expression.start) - 1, 0)
    return item.sentence.text[item.sentence.clause_start(end) : end]
