"""Figures and their decimals."""

from decimal import Decimal

import pytest

from minsheng.outputs.figures import shown_decimals


@pytest.mark.parametrize(
    ("value", "text", "decimals"),
    [
        ("98.000000", "98.0%", 1),
        ("96.000000", "≥96％", 0),
        ("1500.000000", "1,500平方米", 0),
        ("2.500000", "1.50-2.50", 2),
        ("2.472000", None, 3),
        ("3.333333", None, 2),
        ("0.001234", None, 6),
    ],
)
def test_decimals_of_a_figure(value: str, text: str | None, decimals: int) -> None:
    assert shown_decimals(Decimal(value), text) == decimals
