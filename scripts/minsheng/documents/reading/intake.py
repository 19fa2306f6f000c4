"""From a file to the folder of the documents: the canonical text, its map, a proposed row of plans.csv."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from minsheng import durable
from minsheng.documents.reading import canonical, confined, plan_row
from minsheng.documents.reading.blocks import UnreadableFile
from minsheng.messages import Message
from minsheng.text import os_error

_PLAN_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_BYTES = 200_000_000


@dataclass(frozen=True)
class Intake:
    """What was read and where it lies."""

    text_path: Path
    map_path: Path
    text: str
    document_map: canonical.DocumentMap
    row: dict[str, str]
    warnings: tuple[str, ...]


def text_path(sources: Path, plan_id: str) -> Path:
    """Return where the canonical text of a plan lies."""
    return sources / f"{plan_id}.txt"


def map_path(text: Path) -> Path:
    """Return where the map of a canonical text lies."""
    return text.with_suffix(".map.json")


def map_beside(text_file: Path, text: str) -> canonical.DocumentMap | None:
    """Return the map of a canonical text, None where it has none.

    Raises:
        UnreadableFile: what is there is no map, or the map of another text.
    """
    path = map_path(text_file)
    return canonical.load(path, text) if path.exists() else None


def read(path: Path, plan_id: str, sources: Path, overwrite: bool = False) -> Intake:
    """Read a file and put its text and map into the folder of the documents.

    Args:
        path: the file.
        plan_id: what the plan will be called.
        sources: the folder.
        overwrite: replace a text that is already there and different.

    Raises:
        UnreadableFile: the file cannot be read, is refused, or another text is there.
    """
    if not _PLAN_ID.fullmatch(plan_id):
        raise UnreadableFile(
            Message(
                "cannot be called {plan_id}; expected small letters, digits and hyphens: wenling-2023",
                plan_id=repr(plan_id),
            )
        )
    content = _content(path)
    found = confined.read(content, path.name)
    if not found.blocks:
        raise UnreadableFile(Message("holds no text"))
    text, document_map = canonical.describe(found, plan_id, path.name, content)
    target = text_path(sources, plan_id)
    if target.exists() and target.read_bytes() != text.encode() and not overwrite:
        raise UnreadableFile(
            Message("gives another text than {name}, which is already there; add --overwrite", name=target.name)
        )
    durable.write_text(map_path(target), document_map.as_json())
    durable.write_text(target, text)
    row = plan_row.propose(text, document_map, target.name)
    return Intake(target, map_path(target), text, document_map, row, found.warnings)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise UnreadableFile(Message("is larger than {most} bytes", most=_MAX_BYTES))
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(Message("cannot be opened: {error}", error=os_error(error))) from None
