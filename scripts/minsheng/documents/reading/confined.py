"""Reading in a process of its own with bounded memory and computing time: what a file does there harms nothing else.

python -m minsheng.documents.reading.confined NAME BYTES_OF_MEMORY < FILE
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from minsheng.documents.reading.blocks import Block, Content, Grid, GridCell, Paragraph, UnreadableFile
from minsheng.messages import Message, packed, unpacked

_MEMORY = 4 << 30
_SECONDS = 600


def read(content: bytes, name: str, memory: int = _MEMORY) -> Content:
    """Read a file.

    Args:
        content: its bytes.
        name: its name, whose ending tells text from html.
        memory: bytes that the reader may use.

    Raises:
        UnreadableFile: it cannot be read, or is refused.
    """
    command = [sys.executable, "-m", __name__, name, str(memory)]
    done = subprocess.run(command, input=content, capture_output=True, check=False)
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise UnreadableFile(
            Message("takes more than {seconds} seconds of computing time or too much memory", seconds=_SECONDS)
        )
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        *_, last = done.stderr.decode("utf-8", "replace").strip().splitlines() or [Message("no reason given")]
        raise UnreadableFile(Message("cannot be read: {error}", error=last)) from None
    if "refused" in answer:
        raise UnreadableFile(unpacked(answer["refused"]))
    blocks = tuple(map(_block, answer.pop("blocks")))
    return Content(blocks, **{**answer, "warnings": tuple(map(unpacked, answer["warnings"]))})


def _block(entry: dict[str, Any]) -> Block:
    if "cells" in entry:
        return Grid(tuple(GridCell(**cell) for cell in entry["cells"]))
    return Paragraph(entry["text"])


def _bound(memory: int) -> None:
    import resource

    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, _SECONDS)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _main(name: str, memory: int) -> None:
    from minsheng.documents.reading import formats

    _bound(memory)
    try:
        found = formats.parse(sys.stdin.buffer.read(), name)
        answer = {**asdict(found), "warnings": list(map(packed, found.warnings))}
    except (UnreadableFile, MemoryError, RecursionError, ModuleNotFoundError) as error:
        answer = {"refused": packed(_refusal(error, memory))}
    sys.stdout.write(json.dumps(answer))


def _refusal(error: Exception, memory: int) -> str:
    match error:
        case MemoryError():
            return Message("needs more than {size} MiB of memory", size=memory >> 20)
        case RecursionError():
            return Message("is nested too deep")
        case ModuleNotFoundError():
            return Message("needs the package {package}: install minsheng[onboarding]", package=error.name)
    return str(error)


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
