"""A pager for what is longer than the terminal is high: $PAGER, else less, which scrolls sideways too."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable

WIDTH = 10_000
"""Characters of a line that a pager may scroll through."""


def show(lines: Iterable[str]) -> bool:
    """Show lines in the pager; return whether there is one, and a person in front of it."""
    command = shlex.split(os.environ.get("PAGER", "less -S"))
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or not command or not shutil.which(command[0]):
        return False
    environment = {"LESS": "-RS", "LESSCHARSET": "utf-8", **os.environ}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as pager:
        stdin = pager.stdin
        assert stdin is not None
        with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
            stdin.writelines(f"{line}\n".encode() for line in lines)
        with contextlib.suppress(BrokenPipeError):
            stdin.close()
        while pager.poll() is None:
            # Ctrl-C belongs to the pager.
            with contextlib.suppress(KeyboardInterrupt):
                pager.wait()
    return True
