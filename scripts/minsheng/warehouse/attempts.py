"""What was tried: a journal of all builds, and how the last refresh ended. Needs nothing but the standard library."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from minsheng import durable
from minsheng.messages import Message, packed, unpacked
from minsheng.warehouse import layout, lock

_REQUIRED = ("build_id", "started_at", "status", "fingerprint", "code_version")


def append(attempt: dict[str, Any]) -> None:
    """Add a line to the journal; the last line of a build counts."""
    layout.builds().mkdir(parents=True, exist_ok=True)
    durable.append_line(layout.builds() / "attempts.jsonl", json.dumps(attempt, ensure_ascii=False))


def journal() -> list[dict[str, Any]]:
    """Return the attempts in the order in which they began, each as far as it came.

    Lines that are no attempt, such as one that a crash cut short, are left out.
    """
    found: dict[str, dict[str, Any]] = {}
    with suppress(OSError):
        text = (layout.builds() / "attempts.jsonl").read_text("utf-8", errors="replace")
        for line in text.split("\n"):
            with suppress(ValueError, TypeError):
                attempt = json.loads(line)
                if _is_sound(attempt):
                    found[attempt["build_id"]] = attempt
    return list(found.values())


def _is_sound(attempt: Any) -> bool:
    """Return whether a line of the journal is what `append` is given."""
    if not isinstance(attempt, dict) or not all(isinstance(attempt.get(key), str) for key in _REQUIRED):
        return False
    for key in ("started_at", "finished_at"):
        datetime.fromisoformat(attempt.get(key) or layout.now())
    numbers = [attempt.get(key) or {} for key in ("phase_seconds", "row_counts")]
    if not all(isinstance(one, dict) for one in numbers):
        return False
    are_numbers = all(isinstance(number, int | float) for one in numbers for number in one.values())
    return are_numbers and isinstance(attempt.get("message") or "", str)


def failure_of(fingerprint: str) -> dict[str, Any] | None:
    """Return the attempt in which inputs failed, unless the same inputs have passed since."""
    tried = [one for one in journal() if one["fingerprint"] == fingerprint and one["status"] in ("failed", "published")]
    return tried[-1] if tried and tried[-1]["status"] == "failed" else None


def record_outcome(status: str, message: str, build_id: str | None = None, warnings: Sequence[str] = ()) -> None:
    """Write how the last refresh ended; a folder that cannot be written to is no reason to fail."""
    outcome = {"at": layout.now(), "status": status, "message": message, "build_id": build_id}
    with suppress(OSError):
        told = {"message": packed(message), "warnings": list(map(packed, warnings))}
        text = json.dumps({**outcome, "warnings": list(warnings), "told": told}, ensure_ascii=False, indent=1)
        durable.write_text(_last(), text + "\n")


def last_outcome() -> dict[str, Any] | None:
    """Return how the last refresh ended; one that wrote no end while nobody is building was interrupted."""
    outcome: dict[str, Any] = {}
    with suppress(OSError, ValueError, TypeError):
        outcome = dict(json.loads(_last().read_text("utf-8")))
    if not all(isinstance(outcome.get(key), str) for key in ("at", "status", "message")):
        return None
    with suppress(KeyError, TypeError, AttributeError):  # of an earlier version, or somebody's
        told = outcome.pop("told", {})
        outcome |= {"message": unpacked(told["message"]), "warnings": list(map(unpacked, told["warnings"]))}
    outcome = {"build_id": None, "warnings": [], **outcome}
    if outcome["status"] == "running" and not lock.is_held():
        return {**outcome, "status": "interrupted", "message": Message("the process ended before its build did")}
    return outcome


def _last() -> Path:
    return layout.home() / "last_attempt.json"
