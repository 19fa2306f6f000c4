"""One indicator in a terminal: years by places on one scale, each value with its place in a plan, notes below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from minsheng.cli.console import echo, width
from minsheng.cli.tables import Row, print_rows, wrapped
from minsheng.messages import Language
from minsheng.outputs.figures import plain
from minsheng.outputs.names import short

ARROWS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "approx": "≈"}
"""How a bound is written before a figure."""

SCALE = 10
"""Characters of the scale."""

MOST_PLACES = 5
"""Of more places each has a row of its own column `region`."""


Value = dict[str, Any]
"""A row of `queries.comparison`, or of `queries.headings`."""


def print_one(one: Value, values: Sequence[Value], language: Language, *, is_full: bool) -> None:
    """Print what is said of an indicator.

    Args:
        one: what is said of the indicator, a row of `queries.headings`.
        values: rows of `queries.comparison` of it.
        language: of names and headings.
        is_full: whether to print definitions, printed texts, and each statement of what a plan says twice.
    """
    marks = "● 记录  ○ 承诺" if language is Language.zh else "● recorded  ○ promised"
    for line in wrapped(one["indicator"], width()):
        echo(line, bold=True)
    heading = ", ".join(filter(None, (one["indicator_code"], one["unit_label"], one["direction"])))
    for line in wrapped(f"{heading}  {marks}", width()):
        echo(line)
    if is_full:
        for line in wrapped(f"{one['definition']} ({one['aggregation']})", width()):
            echo(line, dim=True)
    shown = list(values) if is_full else _without_repetitions(values)
    remarks = list(dict.fromkeys(value["remark"] for value in shown if value["remark"]))
    regions = list(dict.fromkeys(value["region"] for value in shown))
    columns, rows = _table(shown, regions, remarks, is_full=is_full)
    drop = ("printed", "stated_in", "scale")
    print_rows(columns, rows, language=language, drop=drop)
    for n, remark in enumerate(remarks, 1):
        first, *more = wrapped(remark, width() - 4)
        echo(f"[{n}] {first}")
        for line in more:
            echo(f"    {line}")


def _without_repetitions(values: Sequence[Value]) -> list[Value]:
    """Return the values without what the same plan says again of the same place and year."""
    kept: dict[tuple[object, ...], Value] = {}
    for value in values:
        statement = (value["region"], value["year"], value["month"], value["is_promised"], value["stated_in"])
        kept.setdefault((*statement, value["value"], value["operator"]), value)
    return list(kept.values())


def _table(
    values: Sequence[Value], regions: Sequence[str], remarks: Sequence[str], *, is_full: bool
) -> tuple[list[str], list[Row]]:
    drawn = [value["value"] for value in values if value["value"] is not None and value["is_compared"]]
    lowest, highest = (min(drawn), max(drawn)) if drawn else (None, None)
    is_wide = len(regions) <= MOST_PLACES
    shorter = [short(region) for region in regions]
    heads = shorter if len({*shorter}) == len(regions) else regions
    columns = ["year", *(heads if is_wide else ["region", "value"]), "scale", "notes"]
    columns += ["printed", "stated_in"] if is_full else []
    rows: list[Row] = []
    for value in values:
        figure = _figure(value)
        month = value["month"]
        year = f"{value['year']}-{month:02}" if month else str(value["year"])
        places = [figure if value["region"] == region else "" for region in regions]
        note = f"[{remarks.index(value['remark']) + 1}]" if value["remark"] else ""
        scale = _scale(value, lowest, highest)
        extra = [value["printed"], value["stated_in"]] if is_full else []
        where = [value["value_id"], value["section"]]
        rows.append([year, *(places if is_wide else [value["region"], figure]), scale, note, *extra, *where])
    return [*columns, "value_id", "section"], rows


def _figure(value: Value) -> str:
    """Write a value: recorded or promised, whether it compares, its bound and its number, or what is printed."""
    mark = "○" if value["is_promised"] else "●"
    number = value["printed"] if value["value"] is None else plain(round(value["value"], 4))
    bound = ARROWS.get(value["operator"], "") if value["is_promised"] and value["value"] is not None else ""
    return f"{mark}{'' if value['is_compared'] else '≠'} {bound}{number}"


def _scale(value: Value, lowest: Any, highest: Any) -> str:
    """Draw a value between the lowest and the highest of all places and years."""
    if value["value"] is None or not value["is_compared"] or lowest is None:
        return ""
    span = highest - lowest
    at = round((value["value"] - lowest) / span * (SCALE - 1)) if span else 0
    return f"{'·' * at}{'○' if value['is_promised'] else '●'}"
