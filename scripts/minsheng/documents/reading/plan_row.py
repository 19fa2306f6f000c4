"""A proposed row of plans.csv for a document that was read; what is not sure stays empty."""

from __future__ import annotations

import re

from minsheng.documents.reading.canonical import DocumentMap
from minsheng.inputs import captured

_HEAD = 60
"""Lines among which title, issuer and date are looked for."""
_KIND = r"(?:规划|计划|方案|意见|纲要|办法)"
_NOTICE = re.compile(rf"(?P<issuer>.*?)关于印发[《“]?(?P<title>.+{_KIND}.*?)[》”]?的通知$")
_TITLE = re.compile(rf"[^，。；：、]{{4,60}}{_KIND}(?:工作意见)?\s*(?:[（(][^）)]*[）)]\s*)*")
_WHOLE = re.compile(r"[省市县区州盟]|20\d\d年")
"""What a whole title names: a place or a year; the second line of one that is broken names neither."""
_ATTACHED = re.compile(r"^附件\s*\d*\s*[:：]\s*")
_DATE = re.compile(r"\(?（?(\d{4})年(\d{1,2})月(\d{1,2})日(?:印发)?）?\)?")
_YEARS = re.compile(r"(20\d\d)\s*年?\s*[-—–－~～至到]+\s*(20\d\d)")
_YEAR = re.compile(r"(20\d\d)年")
_FIVE_YEARS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026, "十六五": 2031}
_BODY = re.compile(r"[^，。；：、]{2,30}(?:政府|办公室|委员会|局|领导小组)")


def propose(text: str, document_map: DocumentMap, file_name: str) -> dict[str, str]:
    """Return a row of plans.csv, every column of its contract, '' where the document does not say it surely.

    Args:
        text: the canonical text.
        document_map: its map.
        file_name: name of the text file in the folder of the documents.
    """
    from minsheng.inputs import contract
    from minsheng.paths import root

    lines = [line.strip() for line in text.split("\n") if line.strip()][:_HEAD]
    title, issuer = _title_and_issuer(lines)
    first, last = _years(title)
    known = {
        "plan_id": document_map.plan_id,
        "title_zh": title,
        "issuer": issuer,
        "region_code": _region(title, issuer),
        "issued_on": _issued_on(lines),
        "first_year": first,
        "last_year": last,
        "status": "draft_for_public_comment" if re.search("征求意见稿|公开征求意见", title) else "",
        "source_file": file_name,
        "source_sha256": document_map.text_sha256,
        "source_characters": str(document_map.text_characters),
    }
    names = contract.reference(root() / "seeds/reference/plans.csv").names
    return {name: known.get(name, "") for name in names}


def _title_and_issuer(lines: list[str]) -> tuple[str, str]:
    """Return title and issuer: of the notice that publishes the plan, else the first line that is a title."""
    notices = {(match["title"], match["issuer"].strip()) for line in lines if (match := _NOTICE.fullmatch(line))}
    if len({title for title, _ in notices}) == 1:
        title, issuer = max(notices)
        return title, issuer or _signed(lines)
    titles = [title for line in lines if _TITLE.fullmatch(title := _ATTACHED.sub("", line)) and _WHOLE.search(title)]
    return titles[0] if titles else "", _signed(lines)


def _signed(lines: list[str]) -> str:
    """Return the bodies on lines of their own above a line that is a date."""
    for n, line in enumerate(lines):
        if _DATE.fullmatch(line):
            bodies: list[str] = []
            while n and _BODY.fullmatch(lines[n - 1]):
                n -= 1
                bodies.insert(0, lines[n])
            return "; ".join(bodies)
    return ""


def _issued_on(lines: list[str]) -> str:
    dates = {match.groups() for line in lines if (match := _DATE.fullmatch(line))}
    if len(dates) != 1:
        return ""
    year, month, day = map(int, dates.pop())
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _years(title: str) -> tuple[str, str]:
    if spans := set(_YEARS.findall(title)):
        return spans.pop() if len(spans) == 1 else ("", "")
    named = [first for name, first in _FIVE_YEARS.items() if name in title]
    if named:
        return (str(named[0]), str(named[0] + 4)) if len(named) == 1 else ("", "")
    years = set(_YEAR.findall(title))
    year = years.pop() if len(years) == 1 else ""
    return year, year


def _region(title: str, issuer: str) -> str:
    """Return the code of the place whose name title and issuer begin with, if one alone does."""
    found = set()
    for name, code in captured.rows("regions").select("name_zh", "region_code").iter_rows():
        if name and (title.removeprefix("浙江省").startswith(name) or issuer.startswith(name)):
            found.add((len(name), code))
    return max(found)[1] if found else ""
