"""What codes are called and mean, as bi.code has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import duckdb


class Code(NamedTuple):
    """What a code is called and means."""

    symbol: str
    """Sign written before a figure; '' where there is none."""
    name_zh: str
    name_en: str
    meaning_zh: str
    meaning_en: str

    @property
    def sign_zh(self) -> str:
        """The sign, or where there is none, the Chinese name."""
        return self.symbol or self.name_zh

    @property
    def sign_en(self) -> str:
        """The sign, or where there is none, the English name."""
        return self.symbol or self.name_en


Codes = dict[str, dict[str, Code]]
"""Codes by list and code, in order of display."""


def read(connection: duckdb.DuckDBPyConnection) -> Codes:
    """Return the code lists of a warehouse."""
    found: Codes = {}
    for code_list, code, *entry in connection.execute(
        "select code_list, code, coalesce(symbol, ''), name_zh, name_en, meaning_zh, meaning_en from bi.code"
        " order by code_list, sort_order, code"
    ).fetchall():
        found.setdefault(code_list, {})[code] = Code(*entry)
    return found
