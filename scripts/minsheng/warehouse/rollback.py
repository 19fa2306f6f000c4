"""Back to a build that is kept."""

from __future__ import annotations

from minsheng import paths
from minsheng.messages import Message
from minsheng.text import hinted
from minsheng.warehouse import attempts, history, layout, lock, mend, releases


class NoSuchBuild(Exception):
    """There is no kept build that can be published."""

    exit_code = 2


def candidates() -> list[str]:
    """Return the kept builds that passed everything, oldest first."""
    return [build_id for build_id in layout.kept() if releases.sealed(build_id)]


def roll_back(build_id: str | None = None) -> tuple[str, str]:
    """Publish a kept build again, and withhold the inputs of the one that was published.

    Args:
        build_id: the build; without it, the one that was published before the published build.

    Returns:
        The build that was published and the one that is now.

    Raises:
        NoSuchBuild: it is not kept, did not pass, is the published one, or is not what it was when it passed.
        lock.Locked: another process is building.
        releases.Unfinished: it is published, but not all that belongs to it.
        OSError: the published warehouse is as it was.
    """
    with lock.hold():
        release = releases.current()
        if release is None:
            message = Message("{path} is no published warehouse", path=paths.warehouse())
            raise NoSuchBuild(hinted(message, Message("run `minsheng build` first")))
        others = [one for one in candidates() if one != release.build_id]
        chosen = build_id or _before(release, others)
        if chosen not in others:
            kept = ", ".join(others) or Message("none")
            raise NoSuchBuild(
                Message(
                    "build {build} is published already or not kept; builds to go back to: {kept}",
                    build=chosen,
                    kept=kept,
                )
            )
        fingerprint = _publish(chosen, release.fingerprint)
        message = Message("rolled back from build {before} to {build}", before=release.build_id, build=chosen)
        try:
            _record(chosen, fingerprint, message)
        except OSError as error:
            raise releases.Unfinished(
                Message(
                    "build {build} is published, but the rollback could not be noted in builds/attempts.jsonl"
                    " ({error})",
                    build=chosen,
                    error=error.strerror or error,
                )
            ) from error
    return release.build_id, chosen


def _before(release: releases.Release, others: list[str]) -> str:
    """Return the kept build that was published last before a release."""
    kept = layout.warehouse(release.build_id)
    lineage = history.lineage(kept if kept.is_file() else paths.warehouse())
    earlier = next((one for one in lineage if one in others), None)
    if earlier is None:
        raise NoSuchBuild(hinted(Message("no earlier build is kept"), Message("`minsheng history` lists the builds")))
    return earlier


def _publish(build_id: str, withheld: str) -> str:
    """Publish a kept build, its exports written anew where they are not what they were; return its fingerprint."""
    build = releases.sealed(build_id)
    assert build is not None, "a candidate is sealed"
    try:
        mend.make_whole(build)
        releases.publish(build_id, withheld)
    except (releases.Altered, mend.NoCopy) as error:
        raise NoSuchBuild(str(error)) from error
    return build.fingerprint


def _record(build_id: str, fingerprint: str, message: str) -> None:
    known = [*layout.kept(), *(attempt["build_id"] for attempt in attempts.journal())]
    attempts.append(
        {
            "build_id": layout.next_build_id(known),
            "started_at": layout.now(),
            "finished_at": layout.now(),
            "status": "rolled_back",
            "fingerprint": fingerprint,
            "code_version": "",
            "message": message,
        }
    )
    attempts.record_outcome("rolled_back", message, build_id)
