"""Figures as they are written."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal


def plain(number: Decimal) -> str:
    """Write a number without trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_decimals(value: Decimal, text: str | None) -> int:
    """Say how many decimals of a figure to show.

    Args:
        value: the figure.
        text: the printed text that it comes from; None for a calculated figure.

    Returns:
        The decimals that the text prints (1 for `98.0%`). For a figure that the text does not print as such, all that
        it has, or two where it was rounded.
    """
    for number in re.findall(r"\d+(?:\.\d+)?", unicodedata.normalize("NFKC", text or "").replace(",", "")):
        if Decimal(number) == value:
            return len(number.partition(".")[2])
    needed = max(0, -int(value.normalize().as_tuple().exponent))
    return 2 if needed >= 6 and abs(value) >= Decimal("0.01") else needed
