"""The places of the atlas: how they are nested, and how much is promised and recorded in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from minsheng.outputs import queries

if TYPE_CHECKING:
    import duckdb


class Count(NamedTuple):
    """How many promises of a place, domain and year have a verdict; project amounts are left out."""

    region_code: str
    domain_code: str
    year: int
    verdict: str
    promises: int


def counts(connection: duckdb.DuckDBPyConnection) -> list[Count]:
    """Return the number of promises by place, domain, year and verdict."""
    rows = connection.execute(f"""
        select region_code, domain_code, year, verdict, count(*)
        from bi.promise
        where {queries.PROJECT_AMOUNTS_ASIDE}
        group by all
        order by all
    """).fetchall()
    return [Count(*row) for row in rows]


@dataclass
class Matrix:
    """Promises counted by domain, down, and year, across."""

    domains: list[str]
    years: list[int]
    cells: Counter[tuple[str, int]]

    @property
    def most(self) -> int:
        """The largest count, which is shaded most; 1 where there is none."""
        return max(self.cells.values(), default=1)


def matrix(found: Iterable[Count], domains: Iterable[str]) -> Matrix:
    """Count promises by domain and year; domains keep the order given, those without a promise are left out."""
    cells: Counter[tuple[str, int]] = Counter()
    for one in found:
        cells[one.domain_code, one.year] += one.promises
    present = {domain for domain, _ in cells}
    return Matrix([one for one in domains if one in present], sorted({year for _, year in cells}), cells)


@dataclass
class Place:
    """A place and those within it that have values."""

    region_code: str
    name_zh: str
    name_en: str
    level: str
    valid_from: int | None
    valid_to: int | None
    value_count: int
    parents: list[str] = field(default_factory=list)
    """From the widest to the nearest."""
    within: list[Place] = field(default_factory=list)


@dataclass
class Places:
    """The places that have values, by code, and the outermost places of their nesting."""

    by_code: dict[str, Place]
    outermost: list[Place]


def read(connection: duckdb.DuckDBPyConnection) -> Places:
    """Return the places that have values; a place without any stays in the nesting where it holds such places."""
    known: dict[str, Place] = {}
    above: dict[str, str | None] = {}
    for parent, code, *place in connection.execute("""
        select parent_region_code, region_code, region_zh, region_en, level, valid_from, valid_to, value_count
        from bi.region
        order by region_code
    """).fetchall():
        known[code] = Place(code, *place)
        above[code] = parent
    for code, one in known.items():
        nearest = above[code]
        while nearest:
            one.parents.insert(0, nearest)
            nearest = above[nearest]
    shown = {one for code, place in known.items() if place.value_count for one in (code, *place.parents)}
    for code in sorted(shown):
        if known[code].parents:
            known[known[code].parents[-1]].within.append(known[code])
    return Places(
        {code: place for code, place in known.items() if place.value_count},
        [known[code] for code in sorted(shown) if not known[code].parents],
    )


def page(
    place: Place, found: dict[str, Any], counted: Iterable[Count], points: list[dict[str, Any]], domains: Iterable[str]
) -> dict[str, Any]:
    """Return what templates/atlas/place.html shows.

    Args:
        place: whose page it is.
        found: plans and findings, as `minsheng.outputs.html.findings` returns them.
        counted: promises of all places.
        points: values of all indicators with names in the page's language, in the order of years.
        domains: codes, in their order.
    """
    code = place.region_code
    own = [one for one in counted if one.region_code == code]
    verdicts: Counter[str] = Counter()
    for one in own:
        verdicts[one.verdict] += one.promises
    here = [point for point in points if point["region_code"] == code]
    records = {point["indicator_code"]: point for point in here if point["value_role"] != "target"}
    return {
        "place": place,
        "binding": [plan for plan in found["plans"] if plan["region_code"] in (*place.parents, code)],
        "stated": Counter(point["plan_id"] for point in here),
        "matrix": matrix(own, domains),
        "verdict_counts": verdicts,
        "own_findings": [one for one in found["findings"] if one["region_code"] == code],
        "records": list(records.values()),
    }
