"""What is written from a published build for those who do not query it, and which build it shows.

It is in `data/exports`, beside the link that a publication swaps, and stays there until it is written anew. Each
output says inside which build it shows; `outputs.json` says it of all of them. What the outputs are, the caller knows
(`minsheng.outputs.registry`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from minsheng import durable
from minsheng.messages import Message
from minsheng.text import hinted
from minsheng.warehouse import history, layout

if TYPE_CHECKING:
    import duckdb

_REGISTER = "outputs.json"


@dataclass(frozen=True)
class Output:
    """One of the forms in which the warehouse is written."""

    name: str
    place: str
    """Its file or folder in data/exports."""
    write: Callable[[duckdb.DuckDBPyConnection, Path], str]
    """Writes it, in the place of the last one and in one step; returns a sentence on what it wrote."""
    extra: str = ""
    """The extra of the package that installs what it alone needs."""


class NotInstalled(ValueError):
    """An output needs packages that are not installed."""

    def __init__(self, output: Output, package: str | None) -> None:
        super().__init__(
            hinted(
                Message("{what} needs a package that is not installed: {package}", what=output.name, package=package),
                f"pip install 'minsheng[{output.extra}]'",
            )
        )


def write(output: Output, connection: duckdb.DuckDBPyConnection, path: Path | None = None) -> str:
    """Write an output of an open warehouse.

    Args:
        output: what to write.
        connection: the warehouse, as it is published.
        path: file or folder to write; its place in data/exports where none is given.

    Returns:
        A sentence on what was written.

    Raises:
        OSError: it could not be written; the last one is as it was.
        NotInstalled: it needs packages that are not installed.
        ValueError: it cannot be written at all.
    """
    if path is None:
        layout.make_exports_folder()
    target = path or layout.exports() / output.place
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        message = output.write(connection, target)
    except ModuleNotFoundError as error:
        if not output.extra:
            raise
        raise NotInstalled(output, error.name) from error
    durable.sync(target.parent)
    if path is None:
        build = history.build_in(connection)
        register = {**_register(), output.name: [output.place, build.build_id if build else None]}
        durable.write_text(layout.exports() / _REGISTER, json.dumps(register, indent=1) + "\n")
    return message


def written() -> dict[str, str | None]:
    """Return the build that each output in data/exports shows, None where that is not known."""
    return {name: build for name, (place, build) in _register().items() if (layout.exports() / place).exists()}


def _register() -> dict[str, tuple[str, str | None]]:
    with suppress(OSError, ValueError, TypeError, AttributeError):
        register = json.loads((layout.exports() / _REGISTER).read_text("utf-8"))
        return {str(name): (str(place), str(build) if build else None) for name, (place, build) in register.items()}
    return {}
