"""Back to a build that is kept."""

from __future__ import annotations

from minsheng import history, project, shelf


class NoSuchBuild(Exception):
    """There is no kept build that can be published."""

    exit_code = 2


def candidates() -> list[str]:
    """Return the kept builds that passed everything, oldest first."""
    name = project.warehouse().name
    return [build_id for build_id in shelf.kept() if history.build_of(shelf.builds() / build_id / name) == build_id]


def roll_back(build_id: str | None = None) -> tuple[str, str]:
    """Publish a kept build again, and hold it until the inputs change.

    Args:
        build_id: the build; without it, the last one before the published build.

    Returns:
        The build that was published and the one that is now.

    Raises:
        NoSuchBuild: it is not kept, did not pass, or is the published one.
        shelf.Locked: another process is building.
    """
    with shelf.lock():
        warehouse = project.warehouse()
        current = history.build_of(warehouse)
        before = history.inputs_of(warehouse)
        if current is None or before is None:
            raise NoSuchBuild(f"{warehouse} is no warehouse with a history; run `minsheng build` first")
        others = [one for one in candidates() if one != current]
        earlier = [one for one in others if one < current]
        if build_id is None and not earlier:
            raise NoSuchBuild("no earlier build is kept; `minsheng history` lists the builds")
        chosen = build_id or earlier[-1]
        if chosen not in others:
            kept = ", ".join(others) or "none"
            raise NoSuchBuild(f"build {chosen} is published already or not kept; builds to go back to: {kept}")
        inputs = history.inputs_of(shelf.builds() / chosen / warehouse.name)
        assert inputs is not None, "a candidate has a history"
        shelf.publish(chosen)
        shelf.mark_published(chosen, inputs[0], held=before[0])
        message = f"rolled back from build {current} to {chosen}"
        shelf.note_attempt(
            {
                "build_id": shelf.new_build_id(),
                "started_at": shelf.now(),
                "finished_at": shelf.now(),
                "status": "rolled_back",
                "fingerprint": inputs[0],
                "code_version": "",
                "message": message,
            }
        )
        shelf.note_outcome("rolled_back", message, chosen)
    return current, chosen
