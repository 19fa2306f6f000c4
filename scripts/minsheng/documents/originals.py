"""The captured files as the warehouse knows them, by name and hash; the input files are not read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Original:
    """The file that a plan was captured from."""

    path: Path
    sha256: str
    """As the warehouse has it."""

    @cached_property
    def _content(self) -> bytes | None:
        try:
            return self.path.read_bytes()
        except OSError:
            return None

    @property
    def is_there(self) -> bool:
        """Return whether the file can be read."""
        return self._content is not None

    @property
    def is_as_captured(self) -> bool:
        """Return whether the file is the one that was captured."""
        import hashlib

        return self._content is not None and hashlib.sha256(self._content).hexdigest() == self.sha256

    @property
    def text(self) -> str:
        """Return the text, as offsets count it; what is no UTF-8 is replaced."""
        return (self._content or b"").decode("utf-8", "replace")

    def line(self, offset: int) -> int:
        """Return the line number of an offset, from 1."""
        return self.text.count("\n", 0, offset) + 1


def original(folder: Path, file: str, sha256: str) -> Original:
    """Return the file of a plan in the folder of the documents, never one outside of it."""
    return Original(folder / Path(file).name, sha256)


def is_as_captured(folder: Path, file: str | None, sha256: str | None) -> bool | None:
    """Return whether the file of a plan is the captured one; None where it is not there, or of what is no plan."""
    if not file or not sha256:
        return None
    found = original(folder, file, sha256)
    return found.is_as_captured if found.is_there else None
