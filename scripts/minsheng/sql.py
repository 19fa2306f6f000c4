"""Writing SQL. Values go into the text: DuckDB imports pandas, a third of a second, as soon as one is bound."""

from __future__ import annotations

import re
from collections.abc import Mapping


def quoted(text: object) -> str:
    """Return a text as a SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


def literal(path: object) -> str:
    """Return a path as a glob pattern that matches it alone."""
    return re.sub(r"[\[*?]", lambda sign: f"[{sign[0]}]", str(path))


def value(given: object) -> str:
    """Return a value as SQL: null, a number, a text, bytes, a day or a moment, a map."""
    if given is None:
        return "null"
    if isinstance(given, bool | int | float):
        return str(given).lower()
    if isinstance(given, bytes):
        return f"unhex('{given.hex()}')"
    if isinstance(given, Mapping):
        return f"map {{{', '.join(f'{value(key)}: {value(item)}' for key, item in given.items())}}}"
    return quoted(given)


def values(*given: object) -> str:
    """Return values as a list for `in` and `insert`, in brackets."""
    return f"({', '.join(map(value, given))})"
