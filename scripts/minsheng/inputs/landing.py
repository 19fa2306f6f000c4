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
from minsheng.paths import landing

SUFFIXES = (".csv", ".parquet")
FOLDERS = {
    "plans": "plan_values",
    "records": "records",
    "observations": "observations",
    "reference": "the name of a reference file",
}
"""Sub-folder and the kind of its rows."""


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
        problem = "a file" if folder.exists() else "no such folder"
        expected = f"the landing folder, holding {_listed(FOLDERS)}: mount it or create it (mkdir)"
        return [Violation(name(folder), 1, "", problem, expected)]
    found: list[Violation] = []
    for path in _entries(folder, found):
        if path.name not in FOLDERS:
            found.append(_unknown(path))
        elif not path.is_dir():
            found.append(Violation(name(path), 1, "", "a file in the place of a folder", "a folder of files"))
    references = sorted(path.stem for path in files.reference_files())
    for place in FOLDERS:
        for path in _entries(folder / place, found):
            if violation := files.unreadable(path, SUFFIXES, folder):
                found.append(violation)
            elif place == "reference" and _kind(path) not in references:
                expected = f"the name of a reference file before the first dot: {', '.join(references)}"
                found.append(
                    Violation(name(path), 1, "", "an unknown name" + _meant(_kind(path), references), expected)
                )
    return found


def _unknown(path: Path) -> Violation:
    if path.is_dir():
        return Violation(
            name(path), 1, "", f"an unknown folder{_meant(path.name, FOLDERS)}", f"no folder but {_listed(FOLDERS)}"
        )
    return Violation(name(path), 1, "", "a file beside the folders", f"every file in {_listed(FOLDERS, 'or')}")


def _meant(given: str, known: dict[str, str] | list[str]) -> str:
    near = get_close_matches(given.lower(), list(known), 1)
    return f" (is {near[0]} meant?)" if near else ""


def _listed(names: dict[str, str], conjunction: str = "and") -> str:
    *others, last = [f"{name}/" for name in names]
    return f"{', '.join(others)} {conjunction} {last}"


def _kind(path: Path) -> str:
    return path.name.split(".")[0]


def _entries(folder: Path, found: list[Violation] | None = None) -> list[Path]:
    """Return what a folder holds; add to `found` why it cannot be read."""
    try:
        return files.entries(folder) if folder.is_dir() else []
    except OSError as error:
        if found is not None:
            expected = "a folder that this user may read"
            found.append(Violation(name(folder), 1, "", f"no way to list it ({error.strerror})", expected))
        return []
