"""How much memory DuckDB may take for a build: `MINSHENG_MEMORY`, such as 8GB; else four fifths of what there is."""

from __future__ import annotations

import os


def config() -> dict[str, str | bool | int | float | list[str]]:
    """Return the settings of a connection that works for a build."""
    most = os.environ.get("MINSHENG_MEMORY")
    return {"memory_limit": most} if most else {}
