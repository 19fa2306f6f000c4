"""What the command says, in the language of the reader.

Messages are English in the code. Their Chinese is in locale/zh_CN/LC_MESSAGES/minsheng.po, from which `make messages`
makes the catalog that gettext reads; Click looks up its own messages there, too.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path

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
