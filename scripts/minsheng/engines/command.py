"""dbt as a process of its own: an adapter keeps what it has opened for as long as the process lives."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from minsheng import paths
from minsheng.engines.engine import EngineError
from minsheng.messages import Message, joined


def dbt(*arguments: str, **environment: object) -> None:
    """Run a command of dbt on the project.

    Args:
        *arguments: the command and its options.
        **environment: variables that the profile reads, besides those there are.

    Raises:
        EngineError: dbt has failed, with the end of what it printed.
    """
    root = paths.root()
    places = ["--project-dir", str(root), "--profiles-dir", str(root / "profiles")]
    done = subprocess.run(
        [str(Path(sys.executable).with_name("dbt")), "--quiet", *arguments, *places],
        env={**os.environ, "DO_NOT_TRACK": "1", **{name: str(value) for name, value in environment.items()}},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        # Spark's own log is lines of JSON, with the whole stack in one.
        output = [line for line in done.stdout.strip().splitlines() if not line.startswith("{")]
        raise EngineError(joined("\n", [Message("dbt {command} has failed:", command=arguments[0]), *output[-10:]]))
