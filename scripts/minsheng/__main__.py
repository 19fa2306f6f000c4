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
    return told_unchanged(said, today, as_json="--json" in arguments)


def told_unchanged(said: dict[str, str], today: str, as_json: bool) -> str:
    """Return the words for an unchanged refresh, and note it as the last attempt."""
    from minsheng import shelf

    message = f"nothing has changed since build {said['build_id']}, published {said['published_at']}"
    if today != said["fingerprint"]:
        message = f"held at build {said['build_id']} by a rollback until the inputs change; --force builds anyway"
    shelf.note_outcome("unchanged", message, said["build_id"])
    if not as_json:
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
    from minsheng.cli import app

    app()


if __name__ == "__main__":
    main()
