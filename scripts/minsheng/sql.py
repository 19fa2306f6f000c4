"""Writing SQL."""

from __future__ import annotations

import re


def quoted(text: object) -> str:
    """Return a text as a SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


def literal(path: object) -> str:
    """Return a path as a glob pattern that matches it alone."""
    return re.sub(r"[\[*?]", lambda sign: f"[{sign[0]}]", str(path))
