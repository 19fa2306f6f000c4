"""What is wrong with a field by itself, as SQL: the rules of a contract.

The types below are the only place that says what a typed field may hold. The staging models cast with the macros that
are named here, and a rule refuses what such a cast would fail on, or read as something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from minsheng.inputs import grammar
from minsheng.inputs.contract import Column
from minsheng.messages import Bilingual, Message
from minsheng.sql import quoted

FIRST_YEAR, LAST_YEAR = 1949, 2100
ROLE_OF_EMPTY_CELLS = Message('role none for a cell printed as empty, "/" or "—", and for no other')
WORD_REASONS = (
    *("part_of_word", "description", "past_state", "goal_without_object"),
    *("institution", "heading", "numbered_elsewhere"),
)
"""Reasons for which a coverage word is no value; all others but `name`, which is one of both, are of numbers."""
KNOWN_SPELLING = Message("a spelling of seeds/reference/unit_spellings.csv (add a row there if it is new)")

# What cannot be seen and makes a text look like another, or like nothing: control characters but line breaks and tabs,
# format characters (zero-width, bidirectional, soft hyphens), separators of lines, letters without a glyph, U+FFFD.
HIDDEN = r"\x{00}-\x{08}\x{0B}\x{0C}\x{0E}-\x{1F}\x{7F}-\x{9F}\p{Cf}\p{Zl}\p{Zp}" + "".join(
    rf"\x{{{code:04X}}}" for code in (0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0, 0xFFFD)
)
BLANK = r"[\s\x{00A0}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}]"


@dataclass(frozen=True)
class Type:
    """What the fields of a type hold."""

    expected: str
    form: str = ""
    """Regular expression of the whole field; none for any text."""
    cast: str = ""
    """The macro that reads it in the staging models."""


TYPES = {
    "name": Type(Message("a name or code")),
    "free_text": Type(Message("any text")),
    "value_text": Type(Message("a printed value")),
    "integer": Type(Message("a whole number up to 2,147,483,647"), "0|[1-9][0-9]{0,9}", "to_integer"),
    "year": Type(Message("a year"), "[0-9]{4}", "to_integer"),
    "years": Type(Message("a year, or the first and the last of several")),
    "decimal": Type(
        Message("a number of at most 18 digits and 6 decimals"), r"-?[0-9]{1,18}(\.[0-9]{1,6})?", "to_decimal"
    ),
    "factor": Type(Message("a number of at most 13 digits and 6 decimals"), r"[0-9]{1,13}(\.[0-9]{1,6})?", "to_factor"),
    "ratio": Type(Message("a number such as 0.95"), r"[0-9]{1,9}(\.[0-9]{1,15})?", "to_double"),
    "date": Type(Message("a day of the calendar, such as 2021-05-14"), "[0-9]{4}-[0-9]{2}-[0-9]{2}", "to_date"),
    "boolean": Type(Message("true or false"), "true|false"),
    "file_name": Type(Message("the bare name of a file, without a folder"), r"[^./\\][^/\\]*"),
}


@dataclass(frozen=True)
class Rule:
    """One thing that a field must not be."""

    column: str
    wrong: str
    """SQL condition, true of a field that breaks the rule."""
    expected: str


def value_form(name_en: str, meaning_en: str, name_zh: str, meaning_zh: str) -> Message:
    """Return what is expected of a value text, by name and meaning of what the grammar refuses in it."""
    reason = Bilingual(f"{name_en}: {meaning_en}", f"{name_zh}：{meaning_zh}")
    return Message("a form of the value grammar (docs/value-grammar.md), not {reason}", reason=reason)


def of_field(column: Column) -> Iterator[Rule]:
    """Yield the rules of a column, but for those of its letters."""
    value, kind = column.name, TYPES[column.type]
    if column.required:
        yield Rule(value, f"{value} = ''", Message("a value"))
    if kind.form:
        wrong = f"not regexp_full_match({value}, {quoted(kind.form)})"
        if kind.cast:
            wrong += f" or try({grammar.sql(kind.cast, value)}) is null"
        yield Rule(value, f"{value} != '' and ({wrong})", kind.expected)
    if column.pattern:
        form = Message("the form {pattern}", pattern=column.pattern)
        if column.example:
            form = Message("the form {pattern}, such as {example}", pattern=column.pattern, example=column.example)
        wrong = f"{value} != '' and not regexp_full_match({value}, {quoted(column.pattern)})"
        yield Rule(value, wrong, form)
    if column.accepted:
        accepted = ", ".join(map(quoted, column.accepted))
        yield Rule(
            value, f"{value} not in ('', {accepted})", Message("one of {codes}", codes=", ".join(column.accepted))
        )
    if column.type in ("year", "years", "date"):
        first = f"try_cast(regexp_extract({value}, '^[0-9]{{4}}') as integer)"
        last = f"try_cast(regexp_extract({value}, '([0-9]{{4}})[^0-9]*$', 1) as integer)"
        outside = f"{first} < {FIRST_YEAR} or {first} > {LAST_YEAR} or {last} > {LAST_YEAR} or {first} > {last}"
        years = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        expected = Message("years between {first} and {last}, the first not after the last", **years)
        yield Rule(value, f"coalesce({outside}, false)", expected)


def of_letters(column: Column) -> Iterator[Rule]:
    """Yield the rules on what cannot be seen in a name or code."""
    if column.type == "free_text":
        return
    value = column.name
    hidden = f"[{HIDDEN}\\n\\r\\t]"
    yield Rule(value, f"regexp_matches({value}, {quoted(hidden)})", Message("no character that cannot be seen"))
    if column.type != "value_text":
        blank = f"^{BLANK}|{BLANK}$"
        yield Rule(value, f"regexp_matches({value}, {quoted(blank)})", Message("no blank at its beginning or end"))


def any_letters(columns: tuple[Column, ...]) -> str:
    """Return a condition that holds for each row that breaks a rule of letters, and for few others."""
    separated = ", ".join(column.name for column in columns if column.type != "free_text")
    anywhere = f"[{HIDDEN}\\n\\r\\t]|(?:^|\\|){BLANK}|{BLANK}(?:\\||$)"
    return f"regexp_matches(concat_ws('|', {separated}), {quoted(anywhere)})"
