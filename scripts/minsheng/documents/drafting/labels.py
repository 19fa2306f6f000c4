"""The label of a value in running text: what its clause says of it, without the words that only lead there."""

from __future__ import annotations

import re

from minsheng.documents.drafting import words

_YEARS = re.compile(
    r"(?:到|至|截至|力争到)?\s*(?:19|20)\d\d\s*年?\s*(?:[-—–~至到]\s*(?:19|20)\d\d\s*年?)?(?:底|末|前|内|年底)?(?:[，,、]|\s)*"
    r"|(?:到|至)?[“\"]?十[一二三四五]五[”\"]?(?:期末|末|时期|期间)[，,]?"
)
_FROM = re.compile(r"(?:由|从)(?:\d{4}\s*年)?(?:年?底)?的?\s*$")
_EDGE = " 　\t，,、；;：:。“”\"'‘’—-·"
_LISTED = re.compile("[（(]([^（()）]+)[）)]$")
_EACH_PLACE = re.compile("^各([县区乡镇村])")
_EACH = re.compile("^各(?=[^类级地项界])")


def stripped(text: str) -> str:
    """Return a label without years, leading words and the words that lead to its value."""
    text = _FROM.sub("", text).strip(_EDGE)
    tail = words.pattern('W[“”"]?$', "label_tail")
    lead = words.pattern("^W", "label_lead")
    while True:
        shorter = _YEARS.sub("", text, count=1) if _YEARS.match(text) else text
        shorter = lead.sub("", shorter, count=1).strip(_EDGE)
        led = words.pattern("^W", "lead_before_verb").match(shorter)
        if led and verb_of(shorter[led.end() :]):
            shorter = shorter[led.end() :]
        shorter = _cut_tail(shorter, tail)
        if shorter == text:
            return _closed(_share_of(_EACH_PLACE.sub(r"每个\1", text)))
        if not shorter:
            return ""
        text = shorter


def _share_of(text: str) -> str:
    """Return the share that a label with 达到…的 speaks of."""
    return re.sub("^(.{2,}?)(?:达到|占|不低于)(.{2,})的$", r"\1占\2的比例", text)


def _cut_tail(text: str, tail: re.Pattern[str]) -> str:
    return tail.sub("", text, count=1).strip(_EDGE)


def _closed(text: str) -> str:
    """Put back a quote that stripping took from one side."""
    for opening, closing in (("“", "”"), ("‘", "’"), ("（", "）"), ("(", ")")):
        if text.count(opening) < text.count(closing):
            text = opening + text
        elif text.count(opening) > text.count(closing):
            text += closing
    return text


def verb_of(label: str) -> str:
    """Return the verb of doing or coming to be that a label begins with, ''."""
    match = words.pattern("^W(?:[（(][^）)]*[）)]建?)?", "flow_verb", "stock_verb").match(label)
    return match.group() if match else ""


def without_verb(label: str) -> str:
    """Return what a label is about: no verb, no running-total word."""
    text = words.pattern("^W", "running_total").sub("", label)
    while verb := verb_of(text):
        if verb == text:
            return text
        text = text[len(verb) :]
    return text


def is_level(label: str) -> bool:
    """Return whether a label ends as that of a level does: 率, 占比, 人数."""
    return bool(words.pattern("W(?:[（(].*[）)])?$", "level_noun").search(label))


def is_bare(label: str) -> bool:
    """Return whether a label lacks its subject: 覆盖率, 占从业人员比重."""
    match = words.pattern("^W", "bare_rate").match(label)
    return match is not None and (match.group() == label or label.startswith("占"))


def with_subject(bare: str, before: str) -> str:
    """Put the subject of the label before in front of a bare rate."""
    subject = without_verb(before)
    while is_level(subject) and len(subject) > 4:
        shorter = words.pattern("(?:W)$", "bare_rate", "level_noun").sub("", subject)
        if shorter == subject:
            break
        subject = shorter
    return subject + bare


def heads(label: str) -> list[str]:
    """Return the labels that a list joins: A和B, A、B和C; the verb of the first leads the others."""
    listed = _LISTED.search(label)
    if listed and "、" in listed[1]:
        return [f"{label[: listed.start()]}（{part}）" for part in re.split("[、和]", listed[1])]
    depth, pieces = 0, [""]
    for character in label:
        depth += (character in "（(“《") - (character in "）)”》")
        if depth == 0 and character in "、和及与":
            pieces.append("")
        else:
            pieces[-1] += character
    pieces = [_EACH.sub("", piece.strip(_EDGE)) for piece in pieces]
    if any(len(piece) < 2 for piece in pieces):
        return [label]
    verb = verb_of(pieces[0])
    if verb and verb != pieces[0]:
        pieces[1:] = [piece if verb_of(piece) or is_level(piece) else verb + piece for piece in pieces[1:]]
    return pieces
