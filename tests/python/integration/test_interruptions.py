"""Whatever ends a refresh, whatever fails in it: the published file is the old warehouse or the new one, whole.

interruptions.py goes through the operations; `make soak` goes through those of a whole refresh one by one.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import HANG, ROOT

OLD, NEW = "old inputs", "new inputs"


def go_through(folder: Path, kind: str, scope: str, stride: int) -> dict[str, list[str]]:
    """Hinder every so many operations in turn; return what was published then, and what was wrong."""
    script = ROOT / "tests" / "python" / "interruptions.py"
    done = subprocess.run(
        [sys.executable, str(script), str(folder), kind, scope, str(stride)],
        capture_output=True,
        text=True,
        timeout=HANG,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="the name behind a handle is read from /proc")
@pytest.mark.parametrize(("kind", "least"), [("kill", 90), ("no-room", 30), ("no-permission", 90)])
def test_a_publication_may_end_before_any_operation(tmp_path: Path, kind: str, least: int) -> None:
    found = go_through(tmp_path, kind, "publication", 1)
    assert found["problems"] == []
    assert len(found["published"]) >= least
    assert set(found["published"]) == {OLD, NEW}, "on both sides of the replacement"
    if kind != "no-permission":
        # An operation that may be refused without harm, such as clearing away, ends with the new one wherever it comes.
        assert found["published"] == sorted(found["published"], reverse=True), "once it is the new one it stays so"


@pytest.mark.skipif(sys.platform != "linux", reason="the name behind a handle is read from /proc")
@pytest.mark.parametrize(("kind", "stride"), [("kill", 23), ("no-room", 11), ("no-permission", 23)])
def test_a_refresh_may_end_before_any_operation(tmp_path: Path, kind: str, stride: int) -> None:
    found = go_through(tmp_path, kind, "refresh", stride)
    assert found["problems"] == []
    assert len(found["published"]) >= 4
