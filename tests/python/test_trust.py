"""What the project promises of itself."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


OTHERS = [path for path in sorted(TESTS.glob("test_*.py")) if path != Path(__file__)]


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_no_test_waits_for_the_clock(path: Path) -> None:
    """A busy machine is slow, not wrong: HANG and wait_until in conftest.py are the only limits."""
    assert re.findall(r".*(?:timeout=\d|\bsleep\(|perf_counter|monotonic).*", path.read_text("utf-8")) == []
