"""A cell as Excel prints it: 0.95 under the format 0.0% is 95.0%, and under none 0.95."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[(?:\$[^\]]*|[A-Za-z]+|Color ?\d+|DBNum\d)\]')
_DIGITS = re.compile(r"([#0?,]*[#0?])(?:\.([#0?]*))?(,*)")
_DATES = {
    "yyyy": "{0.year:04}", "yy": "{1:02}", "mm": "{0.month:02}", "m": "{0.month}", "dd": "{0.day:02}", "d": "{0.day}"
}  # fmt: skip
_DATE = re.compile(r"yyyy|yy|mm|m|dd|d", re.IGNORECASE)
_GENERAL_DIGITS = 11


class UnknownFormat(Exception):
    """A number format that is not known here."""


def printed(value: object, number_format: str) -> str:
    """Return what Excel shows of a cell.

    Args:
        value: as stored: a text, number, date, truth value, or None.
        number_format: its format code.

    Raises:
        UnknownFormat: the code is of a kind that is not known here.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime | datetime.date):
        return _date(value, number_format)
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)), number_format)
    if isinstance(value, str):
        return value
    raise UnknownFormat(repr(number_format))


def _date(value: datetime.date, number_format: str) -> str:
    code = _plain(number_format.split(";")[0])
    if not _DATE.search(code) or re.search(r"[hs]", code, re.IGNORECASE):
        raise UnknownFormat(repr(number_format))
    return _DATE.sub(lambda match: _DATES[match[0].lower()].format(value, value.year % 100), code)


def _plain(code: str) -> str:
    """Return a format code with its literal texts in place, and without colours, fillers and places left free."""
    return _LITERAL.sub(lambda match: match[1] if match[1] is not None else match[2] or "", code)


def _number(number: Decimal, number_format: str) -> str:
    if number_format in ("General", "@", ""):
        return _general(number)
    sections = number_format.split(";")
    if any(re.search(r"\[[<>=]", section) for section in sections):
        raise UnknownFormat(repr(number_format))
    own_sign = number < 0 and len(sections) > 1
    section = sections[1] if own_sign else sections[2] if number == 0 and len(sections) > 2 else sections[0]
    if section.strip() == "General":
        return _general(number)
    marked = _LITERAL.sub(lambda match: re.sub(r"[#0?.,%]", "", match[0]), section)
    digits = _DIGITS.search(marked)
    if digits is None or re.search(r"[EeyYmMdDhHs/]", _LITERAL.sub("", section)):
        raise UnknownFormat(repr(number_format))
    number = abs(number) if own_sign else number
    number = number * 100 ** _LITERAL.sub("", section).count("%") / 1000 ** len(digits[3])
    text = _digits(abs(number), digits[1], digits[2] or "")
    sign = "-" if number < 0 and text.strip("0.,") else ""
    start = _DIGITS.search(section)
    if start is None or start[0] != digits[0]:
        raise UnknownFormat(repr(number_format))
    return f"{sign}{_plain(section[: start.start()])}{text}{_plain(section[start.end() :])}"


def _digits(number: Decimal, whole: str, fraction: str) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    before, _, after = f"{rounded:f}".partition(".")
    least = len(fraction.rstrip("#"))
    while len(after) > least and after.endswith("0"):
        after = after[:-1]
    before = before.lstrip("0").rjust(whole.replace(",", "").count("0"), "0")
    if "," in whole and before:
        before = f"{int(before):,}".rjust(len(before), "0")
    return f"{before}.{after}" if fraction else before


def _general(number: Decimal) -> str:
    """Return a number as Excel prints it without a format, at most eleven characters of it."""
    if number and (abs(number) >= Decimal(10) ** _GENERAL_DIGITS or abs(number) < Decimal("1e-9")):
        raise UnknownFormat(f"General for {number}")
    whole = len(f"{abs(number):f}".split(".")[0])
    rounded = number.quantize(Decimal(1).scaleb(-max(0, _GENERAL_DIGITS - 1 - whole)), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
