"""The state of the published warehouse, for people and for monitoring."""

from __future__ import annotations

from typing import Any

from minsheng import paths
from minsheng.messages import Message
from minsheng.warehouse import attempts, derived, fingerprint, history, layout, lock, releases
from minsheng.warehouse.releases import Release


def status() -> dict[str, Any]:
    """Return the state: plain values that can be written as JSON.

    Returns:
        warehouse: its path, None where there is none. build_id, published_at, is_rolled_back: what is published.
        damage: what of it is altered or missing, by path in its folder. changed_inputs: one text each. building: who
        is building, None for nobody. last_attempt: how the last refresh ended. kept_builds: identifiers, oldest first.
        outputs: the build that each shows. warnings: of its publication.
    """
    path = paths.warehouse()
    release = releases.current()
    return {
        "warehouse": str(path) if path.exists() else None,
        "build_id": release.build_id if release else None,
        "published_at": release.published_at or None if release else None,
        "is_rolled_back": bool(release and release.withheld),
        "damage": _damage(release),
        "changed_inputs": _changed_inputs(release),
        "building": lock.owner() if lock.is_held() else None,
        "last_attempt": _last_attempt(release),
        "kept_builds": layout.kept(),
        "outputs": derived.written(),
        "warnings": list(release.warnings) if release else [],
    }


def _damage(release: Release | None) -> dict[str, str]:
    name = paths.warehouse().name
    if release is None:
        return {name: "unknown"} if paths.warehouse().exists() else {}
    if release == releases.recorded():
        return releases.damage(release)
    # A publication that is not complete: what lies there is of the build before.
    return dict.fromkeys([releases.RECORD, *releases.damage(release)], "missing")


def _changed_inputs(release: Release | None) -> list[str]:
    if release is None:
        return []
    digests = fingerprint.digests()
    if fingerprint.combined(digests) == release.fingerprint:
        return []
    past, _ = history.find_past(release)
    known = history.inputs_of(past) if past else None
    return fingerprint.changes(known, digests) if known else [Message("changed, but what they were cannot be read")]


def _last_attempt(release: Release | None) -> dict[str, Any] | None:
    """Return how the last refresh ended; one that ended right behind its publication has published."""
    outcome = attempts.last_outcome()
    if outcome and release and outcome["status"] == "interrupted" and outcome["build_id"] == release.build_id:
        message = Message("published build {build}, then interrupted", build=release.build_id)
        return {**outcome, "status": "published", "message": message}
    return outcome
