"""The places of a plan: its own, the one above it, its urban districts, and those that a text names."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from minsheng.documents.drafting import words


@dataclass(frozen=True)
class Places:
    """Codes of a plan's places."""

    own: str
    parent: str
    urban: str
    by_name: tuple[tuple[str, str], ...]
    """Names and codes of the places below the plan's own, the longest first."""

    @staticmethod
    def of(region_code: str, regions: pl.DataFrame) -> Places:
        """Return the places of a plan.

        Args:
            region_code: the plan's.
            regions: rows of regions.csv.
        """
        rows = {row["region_code"]: row for row in regions.iter_rows(named=True)}
        below = [row for row in rows.values() if row["parent_region_code"] == region_code]
        urban = next((row["region_code"] for row in below if row["level"] == "urban_districts"), "")
        names = [(row["name_zh"], row["region_code"]) for row in below if row["region_code"] != urban]
        parent = rows.get(region_code, {}).get("parent_region_code", "")
        return Places(region_code, parent, urban, tuple(sorted(names, key=lambda name: -len(name[0]))))

    def of_text(self, text: str) -> str:
        """Return the place that a label or heading speaks of."""
        if re.search("(?<!超)(?<!居)全省", text) and self.parent:
            return self.parent
        named = [code for name, code in self.by_name if text.startswith(name)]
        if named:
            return named[0]
        if self.urban and words.pattern("^W(?!县)", "urban").search(text.removeprefix("新建").removeprefix("实现")):
            return self.urban
        return self.own
