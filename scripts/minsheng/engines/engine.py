"""What is asked of an engine."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from minsheng.messages import Message
from minsheng.sql import literal, quoted
from minsheng.text import hinted


class EngineError(Exception):
    """The engine, or what reaches it, is not there or refuses; the message is for the user."""


class Engine(Protocol):
    """An engine that dbt has a target for."""

    def load(self, inputs: Path) -> None:
        """Make the source tables hold the accepted rows, and no others.

        Args:
            inputs: the accepted rows, a folder of Parquet files for each table.

        Raises:
            EngineError: the engine is not there, or refuses.
        """

    def write(self, relations: list[str], folder: Path) -> None:
        """Write relations as Parquet.

        Args:
            relations: tables and views with their schemas.
            folder: gets `<schema>.<name>.parquet` of each, a file or a folder of files.

        Raises:
            EngineError: the engine is not there, or has no such relation.
        """


def tables(inputs: Path) -> list[str]:
    """Return the names of the source tables that a folder of accepted rows has rows for.

    Raises:
        EngineError: there are no accepted rows.
    """
    names = sorted({path.parent.name for path in inputs.glob("*/*.parquet")})
    if not names:
        message = Message("there are no accepted rows in {path}", path=inputs)
        raise EngineError(hinted(message, Message("run `minsheng check-inputs` first")))
    return names


def written(folder: Path, relation: str) -> str:
    """Return SQL that reads what an engine has written of a relation, a file or a folder of files."""
    place = folder / f"{relation}.parquet"
    return f"read_parquet({quoted(literal(place) + ('/*.parquet' if place.is_dir() else ''))})"
