"""minsheng (民生): a warehouse of the targets in Chinese local public-service plans.

In Python: `minsheng.connect()` opens it, `minsheng.compare("护理员")` and the other functions of `minsheng.api` ask it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minsheng.api import (
        UnknownName,
        ambition,
        compare,
        connect,
        findings,
        indicators,
        progress,
        promises,
        show,
        sources,
    )

__all__ = [
    "UnknownName",
    "ambition",
    "compare",
    "connect",
    "findings",
    "indicators",
    "progress",
    "promises",
    "show",
    "sources",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for on first use: the command starts without it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from minsheng import api

    return getattr(api, name)


def __dir__() -> list[str]:
    """Return what there is to ask for."""
    return __all__
