"""Years, basis and role of a value from the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minsheng.documents.drafting import words

FIVE_YEAR_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
_SPAN = re.compile(r"((?:19|20)\d\d)\s*年?\s*[-—–－~～至到]+\s*((?:19|20)\d\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年(?:底|末|前|内)?")
_QUOTED = re.compile("《[^》]*》|[（(][^）)]*[）)]")
_BY = re.compile(r"(?:到|至|截至)\s*$")
_NAMED = re.compile('[“"‘]?(十[一二三四五]五)[”"’]?(期末|末|时期|期间)?')


@dataclass(frozen=True)
class Frame:
    """The plan's own years."""

    first: int
    last: int

    @property
    def span(self) -> str:
        """Return the years as a period."""
        return str(self.last) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class Mention:
    """A year or span that is printed."""

    first: int
    last: int
    is_by: bool
    """到2027年: reached by then."""


def mentions(text: str) -> list[Mention]:
    """Return the years of a text in order, those in titles and brackets left out."""
    plain = _QUOTED.sub(lambda match: "　" * len(match[0]), text)
    found: list[tuple[int, Mention]] = []
    taken: list[tuple[int, int]] = []
    for match in _SPAN.finditer(plain):
        taken.append(match.span())
        if not re.match("年?度", plain[match.end() :]):
            found.append((match.start(), Mention(int(match[1]), int(match[2]), False)))
    for match in _YEAR.finditer(plain):
        if not any(start <= match.start() < end for start, end in taken):
            if plain[match.end() : match.end() + 1] == "度":
                continue  # of that year's: it says which things are meant
            is_by = bool(_BY.search(plain[: match.start()])) or match[0].endswith(("底", "末", "前"))
            found.append((match.start(), Mention(int(match[1]), int(match[1]), is_by)))
    for match in _NAMED.finditer(plain):
        first = FIVE_YEAR_PLANS.get(match[1])
        if first and match[2]:
            is_end = "末" in match[2]
            found.append((match.start(), Mention(first + 4 if is_end else first, first + 4, is_end)))
    return [mention for _, mention in sorted(found, key=lambda item: item[0])]


@dataclass(frozen=True)
class Period:
    """What is proposed for a value's time."""

    period: str
    basis: str
    role: str
    is_inferred: bool
    confidence: float


def of_text(before: str, label: str, has_count_unit: bool, frame: Frame, is_past_section: bool, clause: str) -> Period:
    """Return period, basis and role of a value in running text.

    Args:
        before: its sentence up to the value.
        label: its label, with the verbs before it.
        has_count_unit: whether it counts things or people.
        frame: the plan's years.
        is_past_section: whether its section records what was.
        clause: its clause up to the value.
    """
    found = mentions(before)
    mention = found[-1] if found else None
    is_past = is_past_section or bool(words.pattern("W", "past_word").search(clause))
    year = mention.last if mention else (frame.first - 1 if is_past else frame.last)
    role = "actual" if year < frame.first or (is_past and not (mention and mention.last >= frame.first)) else "target"
    if words.pattern("W", "each_year").search(clause):
        span = str(year) if role == "actual" or (mention and not mention.is_by) else frame.span
        return Period(span, "annual", role, mention is None, 0.8)
    is_summed = bool(words.pattern("W", "sum_word", "running_total").search(clause))
    if words.pattern("W(?:[（(].*[）)])?$", "annual_level").search(label) and not is_summed:
        return Period(str(year), "annual", role, mention is None, 0.8)
    if role == "actual" and "五年" in re.split(r"\d{4}\s*年", before)[-1]:
        basis = "cumulative" if is_summed else "annual"
        return Period(f"{frame.first - 5}-{frame.first - 1}", basis, role, mention is None, 0.7)
    flow = basis_of(label, has_count_unit)
    if flow == "point" or not has_count_unit:
        return Period(str(year), "point", role, mention is None, 0.9)
    if mention and mention.first < mention.last:
        return Period(f"{mention.first}-{mention.last}", "cumulative", role, False, 0.8)
    if frame.first == frame.last or (mention and not mention.is_by):
        is_event = words.pattern("W", "annual_word").search(clause) or words.pattern("W$", "event_noun").search(label)
        is_reached = words.pattern("W$", "reached_word").search(clause) and not is_event
        return Period(str(year), "point" if is_reached else "annual", role, mention is None, 0.8)
    if flow in ("sum", "flow") and role == "target":
        if year == frame.first:
            return Period(str(year), "annual", role, mention is None, 0.7)
        return Period(f"{frame.first}-{year}", "cumulative", role, mention is None, 0.75)
    return Period(str(year), "point", role, mention is None, 0.7)


def of_change(period: Period, text: str, frame: Frame) -> Period:
    """Return the period of a change: over the plan's years up to the one that is given, or in each of them.

    Args:
        period: what the words around the value say.
        text: the value's text.
        frame: the plan's years.
    """
    is_span = "-" in period.period or period.role != "target" or frame.first == frame.last
    span = period.period if is_span else f"{frame.first}-{period.period}"
    basis = "annual" if "年均" in text else "cumulative" if "-" in span else "annual"
    return Period(span, basis, period.role, period.is_inferred, 0.7)


def basis_of(label: str, has_count_unit: bool) -> str:
    """Return point for a level, sum for what is added, flow for what is done, stock for what comes to be."""
    if words.pattern("W(?:[（(].*[）)])?$", "level_noun").search(label) and not words.pattern(
        "^W", "flow_verb", "stock_verb", "sum_word"
    ).search(label):
        return "point"
    if words.pattern("W", "sum_word").search(label) and has_count_unit:
        return "sum"
    if words.pattern("W", "running_total").search(label):
        return "stock"
    if words.pattern("W", "flow_verb").search(label) and has_count_unit:
        return "flow"
    return "stock" if has_count_unit else "point"


def of_column(header: str, frame: Frame) -> tuple[str, bool, str]:
    """Return period, whether it is a span, and role of a column of values by its heading."""
    spans = _SPAN.findall(header)
    years = [int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", header)]
    named = next((first for name, first in FIVE_YEAR_PLANS.items() if name in header), None)
    if spans:
        first, last = int(spans[0][0]), int(spans[0][1])
    elif years:
        first = last = years[-1]
    elif named:
        first, last = named, named + 4
    else:
        first = last = frame.last
    is_record = bool(words.pattern("W", "record_header").search(header))
    role = "baseline" if last < frame.first or (is_record and last <= frame.first) else "target"
    return (str(last) if first == last else f"{first}-{last}"), first < last, role
