"""The step from a build to the published warehouse, and what is known of both.

A build that has passed everything is sealed: `build.json` in its folder holds a checksum of every file. To publish it
is to copy its warehouse beside the published one and to rename the copy; whatever needs room or permission happens
before that rename. What is published is known by checksums, so a crash anywhere leaves a state that the next refresh
understands and completes. Needs nothing but the standard library.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from minsheng import durable
from minsheng import paths as project
from minsheng.messages import Message, joined, packed, unpacked
from minsheng.text import hinted
from minsheng.warehouse import layout


class Altered(Exception):
    """A kept build is not what it was when it was sealed."""


class Unfinished(OSError):
    """A build is published, but not everything that belongs to it is in its place; the message says what is not."""


@dataclass(frozen=True)
class File:
    """A published file as it was published."""

    sha256: str
    marks: tuple[int, ...]
    """What the file system reports of it (inode, size, times); while that is the same, so is the content."""


@dataclass(frozen=True)
class Release:
    """What is published."""

    build_id: str
    fingerprint: str
    """Of the inputs that it was built from."""
    files: dict[str, File]
    """By path in the folder of the warehouse: the warehouse, gate.json, exports/parquet/*."""
    published_at: str
    withheld: str | None = None
    """Fingerprint of inputs that are not to be published again, after a rollback."""
    warnings: tuple[str, ...] = ()
    """Warnings of its publication."""

    @property
    def has_exports(self) -> bool:
        """Whether its marts were written as Parquet files."""
        return any(name.startswith(_PARQUET) for name in self.files)


_PARQUET = "exports/parquet/"
RECORD, SEAL, GATE = "published.json", "build.json", "gate.json"


# Sealed builds


def seal(build_id: str, fingerprint: str) -> None:
    """Bring a finished build onto the disk and write down its checksums: from here on it can be published.

    Raises:
        RuntimeError: its warehouse was not closed properly.
    """
    folder, warehouse = layout.folder(build_id), layout.warehouse(build_id)
    if layout.log_beside(warehouse).exists():
        raise RuntimeError(Message("{path} has an unwritten log: it was not closed properly", path=warehouse))
    warehouse.chmod(0o444)
    durable.sync_tree(folder)
    durable.sync(layout.builds())
    files = {name: durable.sha256(path) for name, path in _files_of(build_id).items() if path.is_file()}
    document = {"build_id": build_id, "fingerprint": fingerprint, "files": files}
    durable.write_text(folder / SEAL, json.dumps(document, indent=1) + "\n")
    durable.sync(folder)


def sealed(build_id: str) -> Release | None:
    """Return a kept build as it would be published, or None where it has not passed everything."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        document = json.loads((layout.folder(build_id) / SEAL).read_text("utf-8"))
        files = {str(name): File(str(digest), ()) for name, digest in document["files"].items()}
        if document["build_id"] == build_id and layout.warehouse(build_id).is_file():
            return Release(build_id, str(document["fingerprint"]), files, published_at="")
    return None


def _files_of(build_id: str) -> dict[str, Path]:
    """Return the files of a kept build by the path that they are published under."""
    folder, warehouse = layout.folder(build_id), layout.warehouse(build_id)
    exports = sorted(path for path in (folder / "exports").glob("*") if path.is_file())
    return {warehouse.name: warehouse, GATE: folder / GATE, **{f"{_PARQUET}{path.name}": path for path in exports}}


def is_as_sealed(release: Release, export: Path) -> bool:
    """Return whether an export that a build keeps is there as it was when it passed."""
    file = release.files.get(f"{_PARQUET}{export.name}")
    return file is not None and export.is_file() and durable.sha256(export) == file.sha256


def kept_path(build_id: str, name: str) -> Path:
    """Return where a build keeps what is published under a name."""
    return layout.folder(build_id) / name.replace(_PARQUET, "exports/")


# What is published


def recorded() -> Release | None:
    """Return the release that published.json describes, be it true or not."""
    return _read(layout.home() / RECORD)


def current() -> Release | None:
    """Return the release that the published warehouse is.

    A crash may have come between the warehouse and its record: then the checksum leads to the record that was about
    to be written, or to the build. A warehouse that nobody knows is taken for an altered one of the last record.
    """
    record = recorded()
    warehouse = project.warehouse()
    if record and state_of(record, warehouse.name) is None:
        return record
    digest = ""
    with suppress(OSError):
        digest = durable.sha256(warehouse)
    others = [_read(durable.staged(layout.home() / RECORD)), *map(sealed, reversed(layout.kept()))]
    return next((one for one in others if one and one.files[warehouse.name].sha256 == digest), record)


def _read(path: Path) -> Release | None:
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        found = json.loads(path.read_text("utf-8"))
        files = {
            str(name): File(str(file["sha256"]), tuple(map(int, file["marks"])))
            for name, file in found["files"].items()
        }
        if project.warehouse().name in files:
            withheld = found["withheld"]
            return Release(
                str(found["build_id"]),
                str(found["fingerprint"]),
                files,
                str(found["published_at"]),
                None if withheld is None else str(withheld),
                tuple(map(str, map(unpacked, found.get("told", found["warnings"])))),
            )
    return None


def state_of(release: Release, name: str) -> str | None:
    """Return `missing` or `altered` where a published file is not as it was published, else None.

    Equal marks are trusted; where they differ the checksum decides.
    """
    file, path = release.files[name], layout.home() / name
    try:
        if tuple(durable.marks(path)) == file.marks or durable.sha256(path) == file.sha256:
            return None
    except FileNotFoundError:
        return "missing"
    except OSError:
        return "altered"
    return "altered"


def is_untouched(release: Release) -> bool:
    """Return whether nothing of a release has been touched since its marks were written down; no content is read."""
    try:
        same = all(tuple(durable.marks(layout.home() / name)) == file.marks for name, file in release.files.items())
    except OSError:
        return False
    return same and not _misplaced(release)


def damage(release: Release) -> dict[str, str]:
    """Return what of a release is not in its place: `missing` or `altered`, by path in the folder of the warehouse."""
    misplaced = _misplaced(release)
    if _PARQUET.rstrip("/") in misplaced:
        files = [name for name in release.files if not name.startswith(_PARQUET)]
    else:
        files = list(release.files)
    return {name: state for name in files if (state := state_of(release, name))} | misplaced


def _misplaced(release: Release) -> dict[str, str]:
    """Return what `damage` does, of all that is no file of the release itself."""
    found = {}
    if release.has_exports and layout.build_behind(layout.parquet()) != release.build_id:
        found[_PARQUET.rstrip("/")] = "missing"
    for link in _links(release):
        # Rows that `minsheng check-inputs` has put there are whoever's who runs dbt by hand.
        is_link = link.is_symlink() or not link.exists()
        if is_link and layout.build_behind(link) != release.build_id:
            found[link.name] = "missing"
    if layout.log_beside(project.warehouse()).exists():
        # A reader would take somebody's log for a part of the file.
        found[project.warehouse().name] = "altered"
    return found


def _links(release: Release) -> list[Path]:
    """Return the links to what dbt by hand reads of a release, as far as its build keeps it."""
    return [
        link for link in (layout.inputs(), layout.state()) if (layout.folder(release.build_id) / link.name).is_dir()
    ]


def renew_marks(release: Release) -> None:
    """Write down today's marks of a release that is whole; only whoever holds the lock may."""
    files = {
        name: File(file.sha256, tuple(durable.marks(layout.home() / name))) for name, file in release.files.items()
    }
    fresh = replace(release, files=files)
    if fresh != recorded():
        durable.write_text(layout.home() / RECORD, _document(fresh))


def _document(release: Release) -> str:
    document: dict[str, Any] = {
        "build_id": release.build_id,
        "fingerprint": release.fingerprint,
        "withheld": release.withheld,
        "published_at": release.published_at,
        "warnings": list(release.warnings),
        "told": list(map(packed, release.warnings)),
        "files": {name: {"sha256": file.sha256, "marks": list(file.marks)} for name, file in release.files.items()},
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def unchanged_message(release: Release, today: str) -> str:
    """Return the message of a refresh with nothing to do.

    Args:
        release: what is published.
        today: fingerprint of the inputs.
    """
    if today != release.fingerprint:
        return hinted(
            Message("build {build} stays published after a rollback until the inputs change", build=release.build_id),
            Message("`minsheng refresh --force` builds anyway"),
        )
    build, time = release.build_id, release.published_at
    return Message("nothing has changed since build {build}, published {time}", build=build, time=time)


# Publication


def publish(build_id: str, withheld: str | None = None, warnings: Sequence[str] = ()) -> None:
    """Put a sealed build in the place of the published warehouse, and what belongs to it beside it.

    Args:
        build_id: a build that is kept and sealed.
        withheld: fingerprint of inputs that are not to be published again.
        warnings: shown as long as it is published.

    Raises:
        Altered: a file of the build is not what was sealed; nothing was published.
        Unfinished: the build is published, but not all that belongs to it.
        OSError: anything else; the published warehouse is as it was.
    """
    build = sealed(build_id)
    if build is None:
        raise Altered(Message("build {build} is not kept, or did not pass", build=build_id))
    warehouse = project.warehouse()
    layout.make_exports_folder()
    layout.make_room_for_link()
    release = replace(build, published_at=layout.now(), withheld=withheld, warnings=tuple(warnings))
    try:
        beside = _stage(release)
        # A log beside the published file belongs to the old one: it must not meet the new one.
        layout.log_beside(warehouse).unlink(missing_ok=True)
        os.replace(durable.staged(warehouse), warehouse)
    except BaseException:
        clear_staged()
        raise
    _complete(release, beside)


def _stage(release: Release) -> list[Path]:
    """Prepare everything of a release beside its place; return the places, the warehouse's left out."""
    warehouse = project.warehouse()
    durable.copy(layout.warehouse(release.build_id), durable.staged(warehouse))
    durable.staged(warehouse).chmod(0o444)
    files = {}
    for name, file in release.files.items():
        path = durable.staged(warehouse) if name == warehouse.name else kept_path(release.build_id, name)
        if not path.is_file() or durable.sha256(path) != file.sha256:
            raise Altered(
                Message(
                    "{file} of build {build} is not what it was when the build passed",
                    file=name,
                    build=release.build_id,
                )
            )
        if name.startswith(_PARQUET):
            # DuckDB trusts blocks that it has cached of a path whose file is older than ten seconds.
            os.utime(path)
        files[name] = File(file.sha256, tuple(durable.marks(path)))
    beside = [layout.home() / RECORD]
    durable.stage_bytes(beside[0], _document(replace(release, files=files)).encode())
    if GATE in files:
        beside.append(layout.home() / GATE)
        durable.copy(kept_path(release.build_id, GATE), durable.staged(beside[-1]))
    if release.has_exports:
        beside.append(layout.parquet())
        durable.stage_link(layout.parquet(), f"../builds/{release.build_id}/exports")
    for link in _links(release):
        beside.append(link)
        durable.stage_link(link, f"builds/{release.build_id}/{link.name}")
    durable.sync(layout.exports())
    durable.sync(layout.home())
    return beside


def _complete(release: Release, beside: list[Path]) -> None:
    """Put in place what was prepared; go on where one step fails, and say all that failed."""
    failures: list[str] = []
    for path in beside:
        try:
            durable.put_in_place(durable.staged(path), path)
        except OSError as error:
            failures.append(f"{path.relative_to(layout.home())} ({error.strerror or error})")
    try:
        durable.sync(layout.exports())
        durable.sync(layout.home())
    except OSError as error:
        failures.append(Message("the folder's names on the disk ({error})", error=error.strerror or error))
    if failures:
        raise Unfinished(
            Message(
                "build {build} is published, but not yet in place: {places}; the next refresh mends it",
                build=release.build_id,
                places=joined(", ", failures),
            )
        )
    with suppress(OSError):  # without them the next refresh reads the files once
        renew_marks(release)


# What is kept


def prune(keep: int) -> None:
    """Remove all but the last builds; of those that failed, the latest stays longest.

    Args:
        keep: how many stay besides the published one.
    """
    release = current()
    used = {layout.build_behind(layout.parquet()), layout.build_behind(layout.inputs())}
    used.add(release.build_id if release else None)
    others = [build_id for build_id in layout.kept() if build_id not in used]
    failed = [build_id for build_id in others if sealed(build_id) is None]
    first = failed[:-1]
    others = first + [build_id for build_id in others if build_id not in first]
    for build_id in others[: max(0, len(others) - keep)]:
        remove(build_id)


def remove(build_id: str) -> None:
    """Remove a kept build; its seal goes first, so that what an error leaves is never published."""
    with suppress(OSError):
        (layout.folder(build_id) / SEAL).unlink(missing_ok=True)
        durable.remove(layout.folder(build_id))


def clear_staged() -> None:
    """Remove what an interrupted publication had prepared."""
    records = (layout.home() / RECORD, layout.home() / GATE)
    for path in (project.warehouse(), *records, layout.parquet(), layout.inputs(), layout.state()):
        with suppress(OSError):
            durable.remove(durable.staged(path))
    if durable.staged(layout.exports()).is_symlink():  # what data/exports was in an earlier version
        durable.staged(layout.exports()).unlink()
