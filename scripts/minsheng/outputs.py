"""What the warehouse is written as for those who do not query it: atlas, workbook, SDMX, documentation, report.

They stand in `data/exports`, beside the link that a publication swaps, and stay there until they are written anew. Each
says inside which build it shows; `outputs.json` says it of all of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minsheng import durable, history, layout, releases

if TYPE_CHECKING:
    import duckdb

_REGISTER = "outputs.json"


@dataclass(frozen=True)
class Output:
    """One of the forms."""

    place: str
    """Its file or folder in data/exports."""
    write: Callable[[duckdb.DuckDBPyConnection, Path], str]
    """Writes it, in the place of the last one and in one step; returns what it wrote, in words."""


def _atlas(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    from minsheng import atlas

    files = atlas.write(connection, path)
    size = sum(file.stat().st_size for file in files)
    return f"{path / 'index.html'} and {len(files) - 1:,} files beside it ({size:,} bytes)"


def _workbook(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    from minsheng import workbook

    rows = sum(workbook.write(connection, path).values())
    return f"{path} ({rows:,} rows)"


def _sdmx(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    from minsheng import sdmx

    return f"{path} ({sdmx.write(connection, path):,} observations)"


def _docs(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    from minsheng import site_docs

    return _page(site_docs.render(), path)


def _report(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    from minsheng import report

    return _page(report.render(connection), path)


def _page(page: str, path: Path) -> str:
    durable.write_text(path, page)
    return f"{path} ({len(page.encode()):,} bytes)"


OUTPUTS = {
    "atlas": Output("atlas", _atlas),
    "xlsx": Output("minsheng.xlsx", _workbook),
    "sdmx": Output("sdmx", _sdmx),
    "docs": Output("docs.html", _docs),
    "report": Output("consistency.html", _report),
}


def named(text: str) -> tuple[str, ...]:
    """Return the outputs that a text names, such as "atlas,xlsx" or "all".

    Raises:
        ValueError: it names something else.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    if names == ["all"]:
        return tuple(OUTPUTS)
    for name in names:
        if name not in OUTPUTS:
            raise ValueError(f"there is no output {name!r}; the outputs are {', '.join(OUTPUTS)}, or all of them: all")
    return tuple(names)


def write(name: str, connection: duckdb.DuckDBPyConnection, path: Path | None = None) -> str:
    """Write an output of an open warehouse.

    Args:
        name: a key of OUTPUTS.
        connection: the warehouse, as it is published.
        path: file or folder to write; its place in data/exports where none is given.

    Returns:
        What was written, in words.

    Raises:
        OSError: it could not be written; the last one is as it was.
        ValueError, atlas.NotAnAtlas, site_docs.DocsFailed: it cannot be written at all.
    """
    output = OUTPUTS[name]
    if path is None:
        releases.make_exports_folder()
    target = path or layout.exports() / output.place
    target.parent.mkdir(parents=True, exist_ok=True)
    said = output.write(connection, target)
    durable.sync(target.parent)
    if path is None:
        build = history.build_in(connection)
        shown = {**written(), name: build.build_id if build else None}
        durable.write_text(layout.exports() / _REGISTER, json.dumps(shown, indent=1) + "\n")
    return said


def written() -> dict[str, str | None]:
    """Return the build that each output in data/exports shows, None where that is not known."""
    register: dict[str, Any] = {}
    with suppress(OSError, ValueError, TypeError):
        register = dict(json.loads((layout.exports() / _REGISTER).read_text("utf-8")))
    return {
        name: str(register[name]) if register.get(name) else None
        for name, output in OUTPUTS.items()
        if (layout.exports() / output.place).exists()
    }
