"""What the command says, in the language of the reader.

Messages are English in the code. Their Chinese is in locale/zh_CN/LC_MESSAGES/minsheng.po, from which `make messages`
makes the catalog that gettext reads; Click looks up its own messages there, too.

What is printed where it is written is looked up by `_` and `ngettext`. What is kept first, in an error, a journal or a
file, is a `Message`: English as a text, and in the reader's language when it is printed (`said`).
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

DOMAIN = "minsheng"
CATALOGS = Path(__file__).with_name("locale")


class Language(StrEnum):
    """A language that readers are spoken to in."""

    en = "en"
    zh = "zh"


def language_of_the_user() -> Language:
    """Return the language of MINSHENG_LANG, else of the locale; English where it is neither."""
    names = ("MINSHENG_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((named for name in names if (named := os.environ.get(name))), "")
    return Language.zh if chosen.lower().startswith("zh") else Language.en


def requested_language(arguments: Sequence[str]) -> Language:
    """Return the language that `--lang` names, else the user's; `--lang` may stand anywhere."""
    asked = {f"--lang={language}": language for language in Language}
    pairs = (f"{name}={value}" for name, value in pairwise(arguments))
    found = [asked[one] for one in (*pairs, *arguments) if one in asked]
    return found[-1] if found else language_of_the_user()


@contextmanager
def using_language(language: Language) -> Iterator[None]:
    """Have everything in this process say what it says in a language, Click too."""
    wanted = {"MINSHENG_LANG": str(language), "LANGUAGE": "zh_CN" if language is Language.zh else "en"}
    before = {name: os.environ.get(name) for name in wanted}
    gettext.bindtextdomain(DOMAIN, str(CATALOGS))
    gettext.textdomain(DOMAIN)
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


@cache
def _catalog(language: Language) -> gettext.NullTranslations:
    if language is Language.en:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, str(CATALOGS), ["zh_CN"], fallback=True)


def _(message: str) -> str:
    """Return a message in the language of the reader; what changes in it is in braces, for `str.format`."""
    return _catalog(language_of_the_user()).gettext(message)


def ngettext(one: str, several: str, count: int) -> str:
    """Return the message for a number of things, with the number where it says {count}."""
    return _catalog(language_of_the_user()).ngettext(one, several, count).replace("{count}", f"{count:,}")


class Message(str):
    """A message and what changes in it: as a text its English, the same in every journal, file and JSON.

    A message of fields and punctuation alone needs no entry in the catalog.
    """

    forms: tuple[str, ...]
    fields: dict[str, object]

    def __new__(cls, *forms: str, **fields: object) -> Self:
        """Make a message.

        Args:
            forms: what it says, with the fields in braces; of what is counted, for one and for several.
            fields: what is put in; numbers get commas. `count` decides between the forms.
        """
        form = forms[0] if fields.get("count", 1) == 1 else forms[-1]
        message = super().__new__(cls, form.format(**_written(fields)) if fields else form)
        message.forms, message.fields = forms, fields
        return message

    def __str__(self) -> Message:
        """Return the message itself, so that the text of an error with it can still be said."""
        return self

    def said(self) -> str:
        """Return what it says in the language of the reader."""
        if (language := language_of_the_user()) is Language.en:
            return str.__str__(self)
        catalog = _catalog(language)
        if not re.search("[A-Za-z]", re.sub(r"\{\w+\}", "", self.forms[0])):
            form = self.forms[0].replace("; ", "；").replace(": ", "：")
        elif len(self.forms) > 1:
            form = catalog.ngettext(self.forms[0], self.forms[1], 1 if self.fields["count"] == 1 else 2)
        else:
            form = catalog.gettext(self.forms[0])
        return form.format(**_written(self.fields, said)) if self.fields else form


class Bilingual(Message):
    """A text that the data hold in both languages."""

    chinese: str

    def __new__(cls, english: str, chinese: str) -> Self:
        """Make one of the two texts; without Chinese it is told in English."""
        message = super().__new__(cls, english)
        message.chinese = chinese or english
        return message

    def said(self) -> str:
        """Return the text in the language of the reader."""
        return str.__str__(self) if language_of_the_user() is Language.en else self.chinese


def _written(fields: dict[str, object], write: Callable[[object], str] = str) -> dict[str, str]:
    return {name: f"{one:,}" if type(one) is int else write(one) for name, one in fields.items()}


def said(text: object) -> str:
    """Return a text or an error's message as the reader is told it; what is no `Message` stays as it is."""
    message = str(text)
    return message.said() if isinstance(message, Message) else message


def packed(text: str) -> Any:
    """Return a text as JSON holds it: a message with its parts, so that it can be said when it is read again."""
    if isinstance(text, Bilingual):
        return {"english": str.__str__(text), "chinese": text.chinese}
    if not isinstance(text, Message):
        return text
    fields = {name: one if type(one) is int else packed(str(one)) for name, one in text.fields.items()}
    return {"forms": list(text.forms), "fields": fields}


def unpacked(entry: Any) -> Any:
    """Return what `packed` was given, of JSON; a number is a field of a message."""
    if not isinstance(entry, dict):
        return entry
    if "english" in entry:
        return Bilingual(entry["english"], entry["chinese"])
    return Message(*entry["forms"], **{name: unpacked(one) for name, one in entry["fields"].items()})


def joined(separator: str, parts: Iterable[object]) -> Message:
    """Return several texts as one message, with a separator without words between them."""
    fields = {f"part_{n}": part for n, part in enumerate(parts)}
    return Message(separator.join(f"{{{name}}}" for name in fields), **fields)
