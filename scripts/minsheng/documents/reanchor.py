"""New offsets for captured values after a document was scraped anew.

Values and exclusions keep the order that they have in the document, so their texts are aligned with the new document
like two sequences: of all places where a text occurs, the ones are chosen that keep the order, move with their
neighbours, and have the value's label before them. Identifiers never change.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from minsheng import paths
from minsheng.documents.document import Document
from minsheng.inputs import captured
from minsheng.messages import Message

_JUMP = 60
"""Cost of not finding a text at all; also the most that a move against the neighbours can cost."""
_NO_LABEL = 15
"""Cost of a place without the value's label before it: as much as a move of so many characters."""


@dataclass(frozen=True)
class Anchor:
    """A value or exclusion and its place, old and new."""

    file: str
    line: int
    text: str
    label: str
    old: int
    new: int | None
    """None where the text was not found in its turn."""


Item = tuple[str, int, str, str, int]
"""File, line, text, label and old offset of a value or exclusion."""


def reanchor(document: Document) -> list[Anchor]:
    """Propose new offsets for all values and exclusions of a document, in order.

    Raises:
        UnreadableRows: an input file has not the form of its contract.
        UnreadableDocument: the document cannot be read.
    """
    values = captured.rows("plan_values", document.plan_id).select("file", "line", "value_text", "label", "char_start")
    exclusions = captured.rows("exclusions", document.plan_id).select(
        "file", "line", "run_text", pl.lit("").alias("label"), "char_start"
    )
    items = [*values.iter_rows(), *exclusions.iter_rows()]
    return align(document.text, sorted(items, key=lambda item: item[4]))


def align(text: str, items: list[Item]) -> list[Anchor]:
    """Choose a place for each item so that the whole costs least (a shortest path, item by item).

    Args:
        text: the document as it is now.
        items: what to find in it, in order of the old offsets.
    """
    places = [_places(text, item[2], item[4]) for item in items]
    # One state per place of an item: (cost, place, shift, state before). None: the item is not found.
    layers: list[list[tuple[float, int, int, int]]] = [[(0.0, -1, 0, 0)]]
    before = -1
    for (_, _, _, label, old), candidates in zip(items, places, strict=True):
        layer = []
        shares_figure, before = old == before, old
        for place in [*candidates, None]:
            best = min((_cost(text, state, place, old, label, shares_figure), n) for n, state in enumerate(layers[-1]))
            cost, back = best
            _, last, shift, _ = layers[-1][back]
            layer.append((cost, last, shift, back) if place is None else (cost, place, place - old, back))
        layers.append(layer)
    chosen: list[int] = []
    state = min(range(len(layers[-1])), key=lambda n: layers[-1][n][0])
    for layer in reversed(layers[1:]):
        chosen.append(state)
        state = layer[state][3]
    anchors = []
    for item, candidates, n, layer in zip(items, places, reversed(chosen), layers[1:], strict=True):
        new = candidates[n] if n < len(candidates) else None
        if not item[2]:  # an empty cell moves with what precedes it
            new = item[4] + layer[n][2]
        anchors.append(Anchor(*item, new))
    return anchors


def _places(text: str, wanted: str, old: int, most: int = 40) -> list[int]:
    """Return the offsets where a text occurs, the nearest to its old place; an empty text is where it was."""
    if not wanted:
        return []
    found, at = [], text.find(wanted)
    while at >= 0:
        found.append(at)
        at = text.find(wanted, at + 1)
    return sorted(sorted(found, key=lambda place: abs(place - old))[:most])


def _cost(
    text: str,
    state: tuple[float, int, int, int],
    place: int | None,
    old: int,
    label: str,
    shares_figure: bool,
) -> float:
    cost, last, shift, _ = state
    if place is None:
        return cost + _JUMP
    if place < last or (place == last) != shares_figure:
        return float("inf")
    moved = min(abs((place - old) - shift), _JUMP)
    return cost + moved + (0 if not label or label[-3:] in text[max(0, place - 400) : place] else _NO_LABEL)


def apply(anchors: list[Anchor]) -> list[Path]:
    """Write the proposed offsets into the CSV files; identifiers and all other fields stay as they are.

    Returns:
        The files that were written.

    Raises:
        ValueError: a row is in a file of another kind; nothing was written.
    """
    places = {name: paths.root() / name for name in sorted({anchor.file for anchor in anchors})}
    if other := [name for name, path in places.items() if path.suffix != ".csv"]:
        files = ", ".join(other)
        raise ValueError(
            Message("offsets are written into CSV files only; change those of {files} yourself", files=files)
        )
    for name, path in places.items():
        moves = {a.line: a.new for a in anchors if a.file == name and a.new is not None}
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows, line = [], 2
            for row in reader:
                rows.append(_moved(row, moves[line]) if line in moves else row)
                line = reader.line_num + 1
        staged = path.with_name(f".{path.name}.next")
        with staged.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        os.replace(staged, path)
    return list(places.values())


def _moved(row: dict[str, str], place: int) -> dict[str, str]:
    """Return a row at its new place; shared operator words move with their value."""
    moved = {**row, "char_start": str(place)}
    if shared := row.get("shared_operator_char_start"):
        moved["shared_operator_char_start"] = str(int(shared) + place - int(row["char_start"]))
    return moved
