"""Where things are: the project folder and the files in it."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from minsheng.messages import _


@cache
def root() -> Path:
    """Return the project folder: `MINSHENG_PROJECT`, else the nearest one upward, else the package's own.

    Raises:
        FileNotFoundError: none of them holds a dbt_project.yml.
    """
    named = os.environ.get("MINSHENG_PROJECT")
    candidates = [Path(named)] if named else [Path.cwd(), *Path.cwd().parents, Path(__file__).parents[2]]
    for folder in candidates:
        if (folder / "dbt_project.yml").is_file() and (folder / "macros").is_dir():
            return folder.resolve()
    message = _("no minsheng project here: run the command in a clone, or set MINSHENG_PROJECT to one")
    raise FileNotFoundError(message)


def warehouse() -> Path:
    """Return the published warehouse: `MINSHENG_DATABASE`, else data/minsheng.duckdb."""
    named = os.environ.get("MINSHENG_DATABASE")
    return Path(named).resolve() if named else root() / "data" / "minsheng.duckdb"


def landing() -> Path:
    """Return the landing folder: `MINSHENG_LANDING`, else data/landing."""
    named = os.environ.get("MINSHENG_LANDING")
    return Path(named).resolve() if named else root() / "data" / "landing"


def inputs() -> Path:
    """Return the folder of the rows that dbt reads: `MINSHENG_INPUTS`, else inputs/ beside the published warehouse."""
    named = os.environ.get("MINSHENG_INPUTS")
    return Path(named).resolve() if named else warehouse().parent / "inputs"


def documents(named: Path | None = None) -> Path:
    """Return the folder of the documents: the one named, else `MINSHENG_SOURCES`, else ../shared/sources."""
    return named or Path(os.environ.get("MINSHENG_SOURCES", root().parent / "shared" / "sources"))
