"""The input files of the repository, and what a file may be called."""

from __future__ import annotations

import os
import re
from pathlib import Path

from minsheng.inputs.violations import Violation, name
from minsheng.messages import Message
from minsheng.paths import root

NAME = re.compile(r"\w[\w .()+=,@-]*")
"""Names that mean the same to a shell, to SQL and to a reader."""


def plan_files() -> list[Path]:
    """Return the plan files in order of name."""
    return sorted((root() / "seeds/plans").glob("*.csv"))


def record_files() -> list[Path]:
    """Return the files of records in order of name."""
    return sorted((root() / "seeds/records").glob("*.csv"))


def reference_files() -> list[Path]:
    """Return the reference files in order of name."""
    return sorted((root() / "seeds/reference").glob("*.csv"))


def misplaced() -> list[Violation]:
    """Return what lies in the folders of seeds and would not be read."""
    found = []
    for place, suffixes in (
        ("seeds/plans", (".csv",)),
        ("seeds/records", (".csv",)),
        ("seeds/reference", (".csv", ".yml")),
    ):
        found += [v for path in entries(root() / place) if (v := unreadable(path, suffixes, root()))]
    return found


def missing() -> list[Violation]:
    """Return what of the repository's input files is not there, so that the others cannot be checked."""
    folder = root() / "seeds/reference"
    kinds = {path.stem for path in folder.glob("*.*") if path.suffix in (".csv", ".yml")}
    kinds |= {path.stem.removeprefix("stg_") for path in (root() / "models/staging").glob("stg_*.sql")} - {
        "plan_values"
    }
    needed = [folder / f"{kind}{suffix}" for kind in sorted(kinds) for suffix in (".csv", ".yml")]
    found = [
        Violation(name(path), 1, "", Message("no such file"), Message("rows and their description"))
        for path in needed
        if not path.exists()
    ]
    if not plan_files():
        found.append(Violation("seeds/plans", 1, "", Message("no CSV file"), Message("one file per plan")))
    return found


def entries(folder: Path) -> list[Path]:
    """Return what a folder holds in order of name, but for names that begin with a dot."""
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except FileNotFoundError:
        return []


def unreadable(path: Path, suffixes: tuple[str, ...], inside: Path) -> Violation | None:
    """Return why something in a folder of input files is not one of them.

    Args:
        path: a file, or whatever else it is.
        suffixes: how the name of an input file ends, in lower case.
        inside: the folder that links must not lead out of.
    """

    def violation(found: str, expected: str) -> Violation:
        return Violation(f"{name(path.parent)}/{_printable(path.name)}", 1, "", found, expected)

    if not _is_utf8(path.name):
        meant = os.fsencode(path.name).decode("gb18030", "replace")
        return violation(
            Message("a name that is not UTF-8 ({name} in GBK)", name=repr(meant)),
            Message("the file under another name"),
        )
    if not NAME.fullmatch(path.name):
        return violation(
            Message("a name with other signs"), Message("letters, digits, blanks and . _ - + = , @ ( ) in a file name")
        )
    if not path.is_file():
        return violation(
            Message("a folder") if path.is_dir() else Message("no file"), Message("files, in the folder itself")
        )
    if not path.resolve().is_relative_to(inside.resolve()):
        return violation(Message("a link that leads elsewhere"), Message("a file, or a link to one in the same place"))
    if path.suffix.lower() not in suffixes:
        return violation(
            Message("another kind of file"), Message("a file that ends in {suffixes}", suffixes=" / ".join(suffixes))
        )
    return None


def _is_utf8(text: str) -> bool:
    try:
        os.fsencode(text).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _printable(text: str) -> str:
    """Return a name with whatever cannot be printed escaped."""
    decoded = os.fsencode(text).decode("utf-8", "backslashreplace")
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in decoded)
