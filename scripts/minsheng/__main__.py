"""The entry of the `minsheng` command.

A refresh that finds nothing changed is answered here, with the standard library alone; everything else is the
command's (`minsheng.cli`).
"""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper


def unchanged(arguments: list[str]) -> str | None:
    """Return the answer to a call that has nothing to do, or None where there is something to do or to explain."""
    if not arguments or arguments[0] not in ("build", "refresh") or set(arguments[1:]) - {"--json", "--no-exports"}:
        return None
    from minsheng import messages
    from minsheng.warehouse import attempts, fingerprint, releases

    release = releases.recorded()
    if release is None or not releases.is_untouched(release):
        return None
    if "--no-exports" not in arguments and not release.has_exports:
        return None
    today = fingerprint.combined(fingerprint.digests())
    outcome = attempts.last_outcome()
    if today not in (release.fingerprint, release.withheld) or (outcome and outcome["status"] == "interrupted"):
        return None
    message = releases.unchanged_message(release, today)
    attempts.record_outcome("unchanged", message, release.build_id)
    if "--json" not in arguments:
        return messages.said(message)
    import json

    answer = {"status": "unchanged", "build_id": release.build_id, "message": message, "warnings": []}
    return json.dumps(answer, ensure_ascii=False)


def speak_utf8() -> None:
    """Take arguments as UTF-8 whatever the locale; write what the terminal's encoding lacks as its number."""
    sys.argv = [os.fsencode(argument).decode("utf-8", "surrogateescape") for argument in sys.argv]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def main() -> None:
    """Run the command; an error of the system is one line, and exit code 4."""
    speak_utf8()
    try:
        answer = unchanged(sys.argv[1:])
    except (OSError, ValueError):
        answer = None  # the command itself says what is wrong
    if answer is not None:
        print(answer)
        return
    from minsheng.cli.app import app

    try:
        app()
    except Exception as error:
        if not isinstance(error, OSError) and type(error).__module__.partition(".")[0] not in ("duckdb", "_duckdb"):
            raise
        lines = str(error).splitlines() or [type(error).__name__]
        print(f"minsheng: {lines[0]}", file=sys.stderr)
        sys.exit(4)


if __name__ == "__main__":
    main()
