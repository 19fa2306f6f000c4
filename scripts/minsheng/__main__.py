"""The entry of the `minsheng` command.

A refresh that finds nothing changed is answered here, with the standard library alone; everything else is the
command's (`minsheng.cli`).
"""

from __future__ import annotations

import sys


def unchanged(arguments: list[str]) -> str | None:
    """Return the answer to a call that has nothing to do, or None where there is something to do or to explain."""
    if not arguments or arguments[0] not in ("build", "refresh") or set(arguments[1:]) - {"--json", "--no-exports"}:
        return None
    from minsheng import fingerprint, project, shelf

    said = shelf.published()
    if said is None or shelf.log_beside(project.warehouse()).exists():
        return None
    today = fingerprint.combined(fingerprint.digests())
    if today not in (said["fingerprint"], said["held"]):
        return None
    if "--no-exports" not in arguments and not shelf.exports_of(said["build_id"]):
        return None
    message = shelf.told_unchanged(said, today)
    shelf.note_outcome("unchanged", message, said["build_id"])
    if "--json" not in arguments:
        return message
    import json

    return json.dumps({"status": "unchanged", "build_id": said["build_id"], "message": message})


def main() -> None:
    """Run the command."""
    try:
        answer = unchanged(sys.argv[1:])
    except (OSError, ValueError):
        answer = None  # the command itself says what is wrong
    if answer is not None:
        print(answer)
        return
    from minsheng.cli.app import app

    app()


if __name__ == "__main__":
    main()
