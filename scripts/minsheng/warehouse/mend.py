"""Putting right what has been published: after an interrupted publication, or after somebody's change to it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from minsheng import durable
from minsheng import paths as project
from minsheng.messages import Message, joined
from minsheng.warehouse import layout, releases
from minsheng.warehouse.releases import Release

_UNFINISHED = "exports.unfinished"


def describe(damage: dict[str, str]) -> Message:
    """Return a sentence on damage, such as "altered: minsheng.duckdb; missing: exports/parquet"."""

    def names(state: str) -> str:
        return ", ".join(sorted(name for name, found in damage.items() if found == state))

    states = [
        Message("altered: {names}", names=names("altered")),
        Message("missing: {names}", names=names("missing")),
        Message("unknown: {names}", names=names("unknown")),
    ]
    return joined("; ", [state for state in states if state.fields["names"]])


class NoCopy(Exception):
    """Neither copy of a build's warehouse is what it was when it passed."""


def mend(release: Release) -> None:
    """Make a published build whole, from its published or its kept copy, and publish it again.

    Raises:
        NoCopy: neither copy is what was published.
        OSError, duckdb.Error: something could not be read or written; what is published is no worse than it was.
    """
    make_whole(release)
    releases.publish(release.build_id, release.withheld, release.warnings)


def make_whole(release: Release) -> None:
    """Put right what a build keeps, from its published or its kept warehouse; what `mend` does before it publishes."""
    build_id, name = release.build_id, project.warehouse().name
    kept = layout.warehouse(build_id)
    if not _is(kept, release, name):
        if not _is(project.warehouse(), release, name):
            raise NoCopy(Message("no copy of build {build} is what it was when it passed", build=build_id))
        kept.parent.mkdir(parents=True, exist_ok=True)
        durable.copy(project.warehouse(), durable.staged(kept))
        os.replace(durable.staged(kept), kept)
    exports = [name for name in release.files if name.startswith("exports/")]
    if not all(_is(releases.kept_path(build_id, name), release, name) for name in exports):
        write_exports(build_id)
    if not _is(layout.folder(build_id) / releases.GATE, release, releases.GATE):
        from minsheng.warehouse import gate

        gate.write_document(kept)
    releases.seal(build_id, release.fingerprint)


def write_exports(build_id: str, kept: Mapping[str, Path] = MappingProxyType({})) -> None:
    """Write the exports of a build into its folder, in the place of those that are there.

    Args:
        build_id: the build.
        kept: files of an earlier build that would be the same, by name.
    """
    from minsheng.warehouse import parquet

    fresh = layout.folder(build_id) / _UNFINISHED
    durable.remove(fresh)
    parquet.export(layout.warehouse(build_id), fresh, kept)
    durable.put_in_place(fresh, layout.folder(build_id) / "exports")


def _is(path: Path, release: Release, name: str) -> bool:
    """Return whether a file has the content that was published under a name."""
    return path.is_file() and name in release.files and durable.sha256(path) == release.files[name].sha256
