"""The right to build, which one process holds at a time. Needs nothing but the standard library."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from minsheng.messages import Message
from minsheng.text import hinted
from minsheng.warehouse import layout

_MOMENT = 0.1
"""Seconds that nobody gives up before: who asks whether the lock is held takes it for an instant."""


class Locked(Exception):
    """Another process is building."""

    exit_code = 3
    status = "locked"


@contextmanager
def hold(wait: float = 0, on_wait: Callable[[Message], None] = lambda _: None) -> Iterator[None]:
    """Hold the lock for a block. The system lets go of it when the process ends, however it ends.

    Args:
        wait: seconds to wait for another process.
        on_wait: called once with who holds it.

    Raises:
        Locked: another process holds it; the message says who.
        OSError: the folder of the warehouse cannot be written to.
    """
    layout.home().mkdir(parents=True, exist_ok=True)
    with _path().open("a+", encoding="utf-8") as file:
        give_up = time.monotonic() + max(wait, _MOMENT)
        is_waiting = False
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= give_up:
                    raise Locked(hinted(owner(), Message("try again later, or wait with --wait SECONDS"))) from None
                if wait and not is_waiting:
                    on_wait(owner())
                    is_waiting = True
                time.sleep(_MOMENT / 4)
        with suppress(OSError):  # the owner is written for people; on a full disk the lock holds without it
            file.truncate(0)
            file.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": layout.now()}))
            file.flush()
        try:
            yield
        finally:
            with suppress(OSError):
                file.truncate(0)


def owner() -> Message:
    """Return a sentence on who is building."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        owner = json.loads(_path().read_text("utf-8"))
        who = {"process": str(owner["pid"]), "host": owner["host"], "time": owner["since"]}
        return Message("process {process} on {host} has been building since {time}", **who)
    return Message("another process is building")


def is_held() -> bool:
    """Return whether some process is building."""
    with suppress(OSError), _path().open("r", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _path() -> Path:
    return layout.home() / ".lock"
