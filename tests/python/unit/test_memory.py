"""What a build may take of the memory can be bounded."""

import duckdb
import pytest

from minsheng import memory


def test_a_bound_is_that_of_the_connections_of_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINSHENG_MEMORY", "1GiB")
    with duckdb.connect(config=memory.config()) as connection:
        assert connection.execute("select current_setting('memory_limit')").fetchall() == [("1.0 GiB",)]
    monkeypatch.delenv("MINSHENG_MEMORY")
    assert memory.config() == {}, "DuckDB decides"
