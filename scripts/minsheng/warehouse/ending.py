"""How a refresh that went wrong tells it: the errors of the system and of DuckDB in one line each."""

from __future__ import annotations

import errno
import os

from minsheng.messages import Message
from minsheng.warehouse.releases import Unfinished
from minsheng.warehouse.result import BuildError, BuildFailed, Published

_FULL = ("No space left", "File too large")
_UNWRITTEN = ("Could not write", *_FULL)
"""What DuckDB and the system say, through dbt too, of a file that could not be written: not an error of the data."""


def user_facing(error: Exception) -> BuildError:
    """Return an error with a message for a user."""
    if isinstance(error, BuildFailed):
        unwritten = next((line for line in str(error).splitlines() if any(sign in line for sign in _UNWRITTEN)), None)
        return BuildError(in_one_line(OSError(unwritten.strip()))) if unwritten else error
    if isinstance(error, Unfinished):
        return Published(*error.args)
    return error if isinstance(error, BuildError) else BuildError(in_one_line(error))


def first_line(error: Exception) -> str:
    """Return the beginning of an error's message, and how many lines follow."""
    first, *others = str(error).splitlines() or [""]
    lines = getattr(error, "lines", ())
    if lines and lines[0] == first:
        first = lines[0]  # as the message that it is
    return (
        Message("{line} (and {count} line more)", "{line} (and {count} lines more)", line=first, count=len(others))
        if others
        else str(error)
    )


def in_one_line(error: Exception) -> str:
    """Return what went wrong outside of the data, in one line."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    text = str(error) if [str(error)] == lines else lines[0]  # the message that it is, where it is one
    if any(sign in str(error) for sign in _FULL):
        return Message("the disk is full: {error}", error=text)
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR):
        reason = os.strerror(error.errno).lower()
        return Message("cannot write {path}: {error}", path=error.filename, error=reason)
    return text
