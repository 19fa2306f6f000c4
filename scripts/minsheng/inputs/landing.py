"""The landing folder: rows that enter at run time, between changes of the seeds.

    data/landing/plans/          further plan values, the plan-value contract
    data/landing/records/        recorded values of publications, the record contract
    data/landing/observations/   recorded values in the words of a plan, the plan-value contract
    data/landing/reference/      further rows of a file of seeds/reference: <its name>.csv, <its name>.<anything>.csv

CSV or Parquet. Whatever lies there is read or refused, never passed over: rows that were published yesterday must not
vanish because a folder is not mounted or a name is misspelt (docs/landing.md).
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from minsheng.inputs import files
from minsheng.inputs.violations import Violation, name
from minsheng.messages import Message
from minsheng.paths import landing

SUFFIXES = (".csv", ".parquet")
FOLDERS = {
    "plans": "plan_values",
    "records": "records",
    "observations": "observations",
    "reference": "the name of a reference file",
}
"""Sub-folder and the kind of its rows."""
_LISTED = ", ".join(f"{folder}/" for folder in FOLDERS)


def of_kind(kind: str) -> list[Path]:
    """Return the landed files of a kind in order of name.

    Args:
        kind: plan_values, records, observations, or the name of a reference file.
    """
    place = {kind: folder for folder, kind in FOLDERS.items()}.get(kind, "reference")
    found = [path for path in _entries(landing() / place) if not files.unreadable(path, SUFFIXES, landing())]
    return found if place != "reference" else [path for path in found if _kind(path) == kind]


def misplaced() -> list[Violation]:
    """Return what is wrong with the landing folder by names and places alone."""
    folder = landing()
    if not folder.is_dir():
        problem = Message("a file") if folder.exists() else Message("no such folder")
        expected = Message("the landing folder, holding {folders}: mount it or create it (mkdir)", folders=_LISTED)
        return [Violation(name(folder), 1, "", problem, expected)]
    found: list[Violation] = []
    for path in _entries(folder, found):
        if path.name not in FOLDERS:
            found.append(_unknown(path))
        elif not path.is_dir():
            found.append(
                Violation(name(path), 1, "", Message("a file in the place of a folder"), Message("a folder of files"))
            )
    references = sorted(path.stem for path in files.reference_files())
    for place in FOLDERS:
        for path in _entries(folder / place, found):
            if violation := files.unreadable(path, SUFFIXES, folder):
                found.append(violation)
            elif place == "reference" and _kind(path) not in references:
                expected = Message(
                    "the name of a reference file before the first dot: {names}", names=", ".join(references)
                )
                unknown = _meant(Message("an unknown name"), _kind(path), references)
                found.append(Violation(name(path), 1, "", unknown, expected))
    return found


def _unknown(path: Path) -> Violation:
    if path.is_dir():
        unknown = _meant(Message("an unknown folder"), path.name, list(FOLDERS))
        return Violation(name(path), 1, "", unknown, Message("no folder but {folders}", folders=_LISTED))
    beside = Message("a file beside the folders")
    return Violation(name(path), 1, "", beside, Message("every file in one of {folders}", folders=_LISTED))


def _meant(unknown: Message, given: str, known: list[str]) -> Message:
    near = get_close_matches(given.lower(), known, 1)
    return Message("{found} (is {name} meant?)", found=unknown, name=near[0]) if near else unknown


def _kind(path: Path) -> str:
    return path.name.split(".")[0]


def _entries(folder: Path, found: list[Violation] | None = None) -> list[Path]:
    """Return what a folder holds; add to `found` why it cannot be read."""
    try:
        return files.entries(folder) if folder.is_dir() else []
    except OSError as error:
        if found is not None:
            problem = Message("no way to list it ({error})", error=error.strerror)
            found.append(Violation(name(folder), 1, "", problem, Message("a folder that this user may read")))
        return []
