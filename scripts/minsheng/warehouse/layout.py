"""Where the published warehouse is, and everything around it.

    minsheng.duckdb         the published warehouse, read-only, a file of its own
    published.json          what it is: build, fingerprint of its inputs, checksums of all that is published
    gate.json               the outcomes of its gate
    inputs -> builds/<build_id>/inputs
    state -> builds/<build_id>/state, dbt's manifest of the build
    exports/parquet -> ../builds/<build_id>/exports
    exports/atlas, ...      outputs for readers, each of the build that it names (minsheng.warehouse.derived)
    builds/<build_id>/      every build that is kept
    builds/attempts.jsonl   every attempt to build, as it began and as it ended
    last_attempt.json       how the last refresh ended, also one that found nothing to do
    .lock                   locked while one builds

Needs nothing but the standard library.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from minsheng import durable, paths

_BUILD_ID = re.compile(r"\d{8}T\d{12}")
_FORM = "%Y%m%dT%H%M%S%f"


def home() -> Path:
    """Return the folder of the published warehouse."""
    return paths.warehouse().parent


def builds() -> Path:
    """Return the folder of the kept builds."""
    return home() / "builds"


def folder(build_id: str) -> Path:
    """Return the folder of a build."""
    return builds() / build_id


def warehouse(build_id: str) -> Path:
    """Return the warehouse of a build, as it is kept."""
    return folder(build_id) / paths.warehouse().name


def exports() -> Path:
    """Return the folder of the exports and outputs."""
    return home() / "exports"


def parquet() -> Path:
    """Return the link to the exports of the published build."""
    return exports() / "parquet"


def inputs() -> Path:
    """Return the link to the rows that the published build was made from."""
    return home() / "inputs"


def state() -> Path:
    """Return the link to dbt's manifest of the published build, which `dbt --state` reads."""
    return home() / "state"


def log_beside(path: Path) -> Path:
    """Return the place of a warehouse's write-ahead log."""
    return path.with_name(path.name + ".wal")


def build_behind(link: Path) -> str | None:
    """Return the build whose folder a link leads into, or None."""
    with suppress(OSError):
        return next((part for part in Path(os.readlink(link)).parts if _BUILD_ID.fullmatch(part)), None)
    return None


def kept() -> list[str]:
    """Return the identifiers of the builds that are kept, oldest first."""
    with suppress(OSError):
        return sorted(path.name for path in builds().iterdir() if _BUILD_ID.fullmatch(path.name))
    return []


def now() -> str:
    """Return the time, UTC, as ISO 8601 to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def next_build_id(known: list[str]) -> str:
    """Return an identifier that sorts behind all known ones.

    It is the moment, UTC; where the clock has gone back, it is one microsecond past the latest known identifier.
    """
    moment = datetime.now(UTC).strftime(_FORM)
    latest = max((one for one in known if _BUILD_ID.fullmatch(one)), default="")
    if moment <= latest:
        moment = (datetime.strptime(latest, _FORM) + timedelta(microseconds=1)).strftime(_FORM)
    return moment


def make_exports_folder() -> None:
    """Make data/exports a folder: in earlier versions it was a link into a build, with outputs behind it."""
    place = exports()
    if not place.is_dir() or place.is_symlink():
        fresh = durable.staged(place)
        fresh.mkdir(exist_ok=True)
        for output in place.iterdir() if place.is_dir() else ():
            if output.is_dir() or output.suffix in (".xlsx", ".html"):
                os.rename(output, fresh / output.name)
        if place.is_symlink():
            durable.stage_link(fresh / "parquet", f"../{os.readlink(place)}")
            os.replace(durable.staged(fresh / "parquet"), fresh / "parquet")
        durable.put_in_place(fresh, place)


def make_room_for_link() -> None:
    """Move a folder out of the way that stands where the link to the exports of a build goes."""
    if parquet().is_dir() and not parquet().is_symlink():
        os.rename(parquet(), parquet().with_name(f"parquet.before-{now()}"))
